using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ContactsDashboard.Benchmarks.Crowd;

/// <summary>A person's session without a browser: signs in, and reads out of a page what its script would.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly Uri _address;
    private readonly HttpClient _http;

    private Visitor(Uri address)
    {
        _address = address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = address };
    }

    public CookieContainer Cookies { get; } = new();

    public static async Task<Visitor> SignInAsync(Uri address, string email, string password)
    {
        var visitor = new Visitor(address);
        var fields = HiddenField().Matches(await visitor._http.GetStringAsync("/account/sign-in"))
            .ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        (fields["Input.Email"], fields["Input.Password"]) = (email, password);
        using var signedIn = await visitor._http.PostAsync("/account/sign-in", new FormUrlEncodedContent(fields));
        if (visitor.Cookies.GetCookies(address)["contacts-dashboard"] is null)
            throw new InvalidOperationException("The visitor could not sign in.");
        return visitor;
    }

    /// <summary>Milliseconds until the first byte of a page's HTML, and all of it.</summary>
    public async Task<(double FirstByte, string Html)> GetAsync(string path)
    {
        var html = "";
        HttpResponseMessage? answer = null;
        var first = await Timing.OnceAsync(async () => answer = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead));
        using (answer)
            html = await answer!.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        return (first, html);
    }

    public async Task<Circuit> OpenAsync(string path)
    {
        var (_, html) = await GetAsync(path);
        var markers = Marker().Matches(html).Select(m => m.Groups[1].Value).Where(m => m.Contains("\"descriptor\"", StringComparison.Ordinal)).ToList();
        var state = State().Match(html).Groups[1].Value;
        var operations = markers.Select((marker, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker}}}""");
        var circuit = new Circuit(new(_address, path), Cookies);
        await circuit.StartAsync($$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", state);
        return circuit;
    }

    /// <summary>As a page that is left does it, so that the server keeps nothing.</summary>
    public async Task LeaveAsync(Circuit circuit)
    {
        using var form = new MultipartFormDataContent { { new StringContent(circuit.Id, Encoding.UTF8), "circuitId" } };
        using var answer = await _http.PostAsync("_blazor/disconnect", form);
        answer.EnsureSuccessStatusCode();
        await circuit.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A value as JSON writes it.</summary>
    public static string Json<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:([^ ]*?)-->")]
    private static partial Regex State();
}

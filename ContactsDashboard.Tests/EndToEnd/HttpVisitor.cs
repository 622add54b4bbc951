using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace ContactsDashboard.Tests.EndToEnd;

/// <summary>A browser without a screen: signs in and uploads as the page's own script does.</summary>
internal static partial class HttpVisitor
{
    /// <summary>The session of a signed-in Admin.</summary>
    public static async Task<HttpClient> SignInAsync(string address)
    {
        var stop = TestContext.Current.CancellationToken;
        var http = new HttpClient { BaseAddress = new(address) };
        var fields = HiddenField().Matches(await http.GetStringAsync("/account/sign-in", stop))
            .ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value));
        (fields["Input.Email"], fields["Input.Password"]) = ("admin@demo.example", "Demo-2026!");
        using var signedIn = await http.PostAsync("/account/sign-in", new FormUrlEncodedContent(fields), stop);
        return http;
    }

    public static async Task UploadAsync(string address, string organization, string mailbox)
    {
        var stop = TestContext.Current.CancellationToken;
        using var http = await SignInAsync(address);
        var page = await http.GetStringAsync("/dashboard/contacts", stop);
        await using var file = File.OpenRead(mailbox);
        using var form = new MultipartFormDataContent { { new StreamContent(file), "files", Path.GetFileName(mailbox) } };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/dashboard/mail/upload/{organization}") { Content = form };
        request.Headers.Add("RequestVerificationToken", HiddenField().Matches(page).First(m => m.Groups[1].Value == "__RequestVerificationToken").Groups[2].Value);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, stop);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync(stop));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenField();
}

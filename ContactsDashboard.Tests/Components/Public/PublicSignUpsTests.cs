using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ContactsDashboard.Components.Public;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.SignUps;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace ContactsDashboard.Tests.Components.Public;

public sealed class PublicSignUpsTests : IClassFixture<PublicSignUpsTests.Server>
{
    private readonly Server _server;
    private readonly HttpClient _http;

    public PublicSignUpsTests(Server server)
    {
        (_server, _http) = (server, server.CreateClient(new() { AllowAutoRedirect = false }));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Form_IsAPageWithoutSessionThatNobodyEmbeds()
    {
        var form = await GivenFormAsync();

        var page = await _http.GetAsync(form, TestStore.Stop);

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        page.Headers.Contains("Set-Cookie").Should().BeFalse();
        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors 'none'");
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
        var html = await page.Content.ReadAsStringAsync(TestStore.Stop);
        html.Should().StartWith("<!DOCTYPE html>").And.Contain("name=\"email\"").And.Contain($"action=\"{form}\"").And.NotContain("<script").And.NotContain("__RequestVerificationToken");
    }

    [Fact]
    public async Task Post_AnyAddress_GetsTheSameAnswer()
    {
        var form = await GivenFormAsync();
        var demo = await _server.FindAsync("demo");
        await _server.As<SuppressionService>(new SystemActor()).AddAsync(demo, new(SuppressionScope.Email, "angry@public.test", SuppressionReason.Complained), false, TestStore.Stop);
        var mails = Mails();

        foreach (var email in new[] { "new@public.test", "new@public.test", "angry@public.test" })
        {
            var answer = await _http.PostAsync(form, Fields(email), TestStore.Stop);
            (answer.StatusCode, answer.Headers.Location!.ToString()).Should().Be((HttpStatusCode.SeeOther, form + "?sent"));
        }

        (await _http.GetStringAsync(form + "?sent", TestStore.Stop)).Should().Contain("Look into your mail");
        Mails().Should().Be(mails + 1);
    }

    [Fact]
    public async Task Post_ByAProgramThatFillsInEverything_DoesNothing()
    {
        var (form, mails) = (await GivenFormAsync(), Mails());

        var answer = await _http.PostAsync(form, Fields("trapped@public.test", ("website", "https://spam.test")), TestStore.Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.SeeOther);
        Mails().Should().Be(mails);
    }

    [Fact]
    public async Task Post_NotAnAddress_KeepsWhatWasTyped()
    {
        var form = await GivenFormAsync();

        var answer = await _http.PostAsync(form, Fields("ann@", ("name", "Ann <b>")), TestStore.Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestStore.Stop)).Should().Contain("This is not an email address.").And.Contain("value=\"ann@\"").And.Contain("Ann &lt;b&gt;");
    }

    [Fact]
    public async Task Post_Json_IsAnsweredInJson()
    {
        var form = await GivenFormAsync();

        var taken = await _http.PostAsJsonAsync(form, new { email = "json@public.test", name = "Ann", surname = "Berg" }, TestStore.Stop);
        var wrong = await _http.PostAsJsonAsync(form, new { email = "json@" }, TestStore.Stop);
        var broken = await _http.PostAsync(form, ApiClient.Json("{"), TestStore.Stop);

        taken.StatusCode.Should().Be(HttpStatusCode.Accepted);
        ((int)wrong.StatusCode, await CodeAsync(wrong)).Should().Be((400, "INVALID_EMAIL"));
        ((int)broken.StatusCode, await CodeAsync(broken)).Should().Be((400, "VALIDATION_ERROR"));
    }

    [Fact]
    public async Task Post_TooLargeOrOfAnotherType_IsRefused()
    {
        var form = await GivenFormAsync();

        (await _http.PostAsync(form, Fields(new string('x', 20_000)), TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await _http.PostAsync(form, new StringContent("email=a@b.test"), TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Post_TooOften_IsToldToWait()
    {
        var form = await GivenFormAsync();
        for (var i = 0; i < 10; i++)
            (await _http.PostAsync(form, Fields("no"), TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        var page = await _http.PostAsync(form, Fields("often@public.test"), TestStore.Stop);
        var json = await _http.PostAsJsonAsync(form, new { email = "often@public.test" }, TestStore.Stop);

        (page.StatusCode, await CodeAsync(json)).Should().Be((HttpStatusCode.TooManyRequests, "RATE_LIMIT_EXCEEDED"));
        page.Headers.RetryAfter.Should().NotBeNull();
        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await _http.PostAsync(form, Fields("often@public.test"), TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Form_UnknownOrClosed_SaysSo()
    {
        var form = await GivenFormAsync();
        var (demo, forms) = (await _server.FindAsync("demo"), _server.As<SignUpFormService>(new SystemActor()));
        var id = (await forms.ListAsync(demo, TestStore.Stop)).Value.Single(f => form.EndsWith(f.Token, StringComparison.Ordinal)).Id;
        await forms.CloseAsync(demo, id, TestStore.Stop);

        (await _http.GetStringAsync(form, TestStore.Stop)).Should().Contain("This form is closed");
        (await _http.PostAsync(form, Fields("late@public.test"), TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.Gone);
        (await _http.GetAsync("/s/nothing", TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await _http.PostAsync("/s/nothing", Fields("a@b.test"), TestStore.Stop)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Confirm_UnknownLink_IsAPageThatSaysSo()
    {
        var page = await _http.GetAsync("/s/confirm/nothing", TestStore.Stop);
        var posted = await _http.PostAsync("/s/confirm/nothing", null, TestStore.Stop);

        (page.StatusCode, posted.StatusCode).Should().Be((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        (await page.Content.ReadAsStringAsync(TestStore.Stop)).Should().Contain("This link leads nowhere");
    }

    private async Task<string> GivenFormAsync()
    {
        var (demo, forms) = (await _server.FindAsync("demo"), _server.As<SignUpFormService>(new SystemActor()));
        var id = (await forms.CreateAsync(demo, $"Form {Guid.NewGuid():N}", "News", TestStore.Stop)).Value;
        return $"/s/{(await forms.ListAsync(demo, TestStore.Stop)).Value.Single(f => f.Id == id).Token}";
    }

    private int Mails() => Directory.Exists(Path.Combine(_server.Folder, "outbox")) ? Directory.GetFiles(Path.Combine(_server.Folder, "outbox"), "*.eml").Length : 0;

    private static FormUrlEncodedContent Fields(string email, params (string Name, string Value)[] more) =>
        new([new("email", email), .. more.Select(m => KeyValuePair.Create(m.Name, m.Value))]);

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestStore.Stop)).GetProperty("error").GetProperty("code").GetString();

    public sealed class Server : Support.TestServer
    {
        public TestClock Clock { get; } = new(DateTimeOffset.UtcNow);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.AddSingleton(new VisitorLimit(Clock)));
        }
    }
}

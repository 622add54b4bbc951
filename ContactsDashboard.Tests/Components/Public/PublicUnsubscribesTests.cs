using System.Net;
using ContactsDashboard.Domain;
using ContactsDashboard.Services.Access;
using ContactsDashboard.Services.Suppressions;
using ContactsDashboard.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ContactsDashboard.Tests.Components.Public;

/// <summary>The address in List-Unsubscribe, as mailbox providers, link checkers and people use it.</summary>
public sealed class PublicUnsubscribesTests(PublicUnsubscribesTests.Server server) : IClassFixture<PublicUnsubscribesTests.Server>
{
    [Fact]
    public async Task Links_GiveUrlAndHeadersOfRfc8058()
    {
        var client = await server.GivenClientAsync(["check"]);

        var links = (await client.PostAsync("/unsubscribe-links", new { recipients = new[] { "ann@links.test", "nobody" } })).Data.GetProperty("links");

        var url = links[0].GetProperty("url").GetString()!;
        links[0].GetProperty("listUnsubscribe").GetString().Should().Be($"<{url}>");
        links[0].GetProperty("listUnsubscribePost").GetString().Should().Be("List-Unsubscribe=One-Click");
        (links[1].GetProperty("problem").GetString(), links[1].GetProperty("url").GetString()).Should().Be(("INVALID_EMAIL", null));
        foreach (var body in new object[] { new { recipients = Array.Empty<string>() }, new { recipients = new[] { "a@b.test" }, category = "seg_zzz" }, new { } })
            (await client.PostAsync("/unsubscribe-links", body)).Should().BeEquivalentTo(new { Status = 400, Error = "VALIDATION_ERROR" });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneClick_FormOrMultipart_ActsWithoutCookiesAndOnlyByPost(bool multipart)
    {
        var (http, path, email) = await GivenLinkAsync();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Get })
            (await SendAsync(http, method, path)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await CodeAsync(email)).Should().BeNull("looking alone changes nothing");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            HttpContent content = multipart ? new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }
                : new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
            var answer = await SendAsync(http, HttpMethod.Post, path, content);

            answer.StatusCode.Should().Be(HttpStatusCode.OK, "RFC 8058 forbids redirects");
            answer.Headers.Contains("Set-Cookie").Should().BeFalse();
            answer.Headers.CacheControl!.NoStore.Should().BeTrue();
            (await answer.Content.ReadAsStringAsync(TestStore.Stop)).Should().Contain("You are unsubscribed").And.NotContain(email);
        }
        (await CodeAsync(email)).Should().Be("SUPPRESSED");
    }

    [Fact]
    public async Task Post_OfAnythingElse_ChangesNothing()
    {
        var (http, path, email) = await GivenLinkAsync();

        foreach (var content in new HttpContent?[] { null, new StringContent("List-Unsubscribe=One-Click"), new FormUrlEncodedContent([new("List-Unsubscribe", "one-click")]),
            new FormUrlEncodedContent([new("x", "y")]), new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click"), new("pad", new string('x', 20_000))]) })
            (await SendAsync(http, HttpMethod.Post, path, content)).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        (await CodeAsync(email)).Should().BeNull();
    }

    [Fact]
    public async Task Link_Forged_GetsAPageAndChangesNothing()
    {
        var (http, path, email) = await GivenLinkAsync();
        var forged = path[..^4] + "AAAA";

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            var answer = await SendAsync(http, method, forged, method == HttpMethod.Post ? new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]) : null);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync(TestStore.Stop)).Should().Contain("This link leads nowhere").And.Contain("Nothing was changed");
        }

        (await CodeAsync(email)).Should().BeNull();
    }

    private async Task<(HttpClient Http, string Path, string Email)> GivenLinkAsync()
    {
        var email = $"p{Guid.NewGuid():N}@oneclick.test";
        var client = await server.GivenClientAsync(["check"]);
        var url = (await client.PostAsync("/unsubscribe-links", new { recipients = new[] { email } })).Data.GetProperty("links")[0].GetProperty("url").GetString()!;
        return (server.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = false }), new Uri(url).AbsolutePath, email);
    }

    private async Task<string?> CodeAsync(string email) =>
        (await server.As<CheckService>(new SystemActor()).CheckAsync(await server.FindAsync("demo"), [email], TestStore.Stop)).Value[0].Code;

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, HttpContent? content = null) =>
        http.SendAsync(new(method, path) { Content = content }, TestStore.Stop);

    public sealed class Server : TestServer;
}

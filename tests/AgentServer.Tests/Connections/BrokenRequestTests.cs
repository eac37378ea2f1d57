using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.AgentServer.Tests.Approvals;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Tests.Connections;

/// <summary>What nobody sends by accident, and keys that are lost, end at a page that says so, never at a 500.</summary>
public sealed class BrokenRequestTests : IAsyncLifetime
{
    private static readonly HttpClient Stranger = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private Desk _desk = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _desk = await Desk.OpenAsync(("Consent:MaxWait", "00:00:00"));

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_form_that_is_none_gets_a_page()
    {
        (string Type, string Body)[] forms =
        [
            ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"decision\"\r\n\r\napprove"),
            ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\rb\"\r\n\r\nc\r\n--x--\r\n"),
            ("multipart/form-data", "nothing"),
            ("multipart/form-data; boundary=", "--"),
            ("application/x-www-form-urlencoded; charset=nonsense", "decision=approve"),
            ("application/x-www-form-urlencoded", "decision=%0D%00%ff&form_token=%0D"),
            ("application/json", "{}"),
            ("text/plain", "x"),
        ];
        var link = (await _desk.AskAsync(Desk.Mail())).Segments[^1];

        foreach (var http in await BrowsersAsync())
            foreach (var path in (string[])[$"approve/{link}", $"connect/{link}", $"disconnect/{link}", "accounts/connect", "sign-out"])
                foreach (var (type, body) in forms)
                {
                    using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
                    content.Headers.TryAddWithoutValidation("Content-Type", type);
                    using var answer = await http.PostAsync(new Uri(_desk.Chat.Root, path), content, Cancelled);

                    Assert.True((int)answer.StatusCode < 500, $"{path}, {type}: {answer.StatusCode}");
                }

        Assert.Equal(0, _desk.Arrived());
    }

    [Fact]
    public async Task A_bare_CR_in_an_address_is_no_500()
    {
        string[] paths =
        [
            "approve/%0D", "approve/a%0Db", "approve/a%0D%0ASet-Cookie:%20x=y", "approve/a%0Db/switch", "approve/a%0Db/verify", "connect/a%0Db",
            "connect/a%0Db/switch", "connect/callback?state=%0D&connect_code=%0D", "disconnect/a%0Db", "accounts?organization=%0D",
            "signin/callback?code=%0D&state=%0D", "signin/failed?%0D=%00", ".well-known/oauth-protected-resource/%0D",
        ];
        foreach (var http in await BrowsersAsync())
            foreach (var path in paths)
            {
                using var answer = await http.GetAsync(new Uri(_desk.Chat.Root + path), Cancelled);

                Assert.True((int)answer.StatusCode < 500, $"{path}: {answer.StatusCode}");
                Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("x=", StringComparison.Ordinal)), path);
            }
    }

    [Theory]
    [InlineData("subject", "Figures\rBcc: eve@evil.example")]
    [InlineData("to", "ben@acme.example\r")]
    [InlineData("key", "a\rb")]
    public async Task A_bare_CR_in_an_argument_is_named(string argument, string value)
    {
        var failure = await _desk.FailAsync(argument switch
        {
            "subject" => Desk.Mail(subject: value),
            "to" => Desk.Mail(to: [value]),
            _ => Desk.Mail(key: value),
        });

        Assert.Equal("invalid_input", Chat.Code(failure));
    }

    [Fact]
    public async Task With_the_keys_lost_a_link_says_that_it_cannot_be_shown_and_the_next_call_gives_another()
    {
        var link = await _desk.AskAsync(Desk.Mail());
        await LoseKeysAsync();

        var page = await _desk.Ada.BrowseAsync(link, Cancelled);
        var other = await _desk.AskAsync(Desk.Mail());
        await _desk.DecideAsync(other, Desk.Approve);

        Assert.Equal("This can no longer be shown", page.Heading);
        Assert.NotEqual(link, other);
        Assert.Equal("sent", (await _desk.SendAsync(Desk.Mail())).GetProperty("status").GetString());
    }

    [Fact]
    public async Task With_the_keys_lost_a_session_is_over_and_what_was_approved_stands()
    {
        await _desk.DecideAsync(await _desk.AskAsync(Desk.Mail()), Desk.Approve);
        await LoseKeysAsync();

        var page = await _desk.Ada.BrowseAsync(new Uri(_desk.Chat.Root, "accounts"), Cancelled);

        Assert.Contains("Accounts", page.Heading, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("sent", (await _desk.SendAsync(Desk.Mail())).GetProperty("status").GetString());
    }

    /// <summary>Of somebody who is not logged in, and of Ada, who is.</summary>
    private async Task<HttpClient[]> BrowsersAsync()
    {
        await _desk.Ada.BrowseAsync(new Uri(_desk.Chat.Root, "accounts"), Cancelled);
        return [Stranger, _desk.Ada.Browser];
    }

    /// <summary>As if the table of keys had not been in the backup.</summary>
    private async Task LoseKeysAsync()
    {
        await using (var context = await _desk.Chat.Product.AgentServices.GetRequiredService<IDbContextFactory<AgentDbContext>>().CreateDbContextAsync(Cancelled))
            await context.DataProtectionKeys.ExecuteDeleteAsync(Cancelled);
        await _desk.RestartAsync();
    }
}

using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Tests.Auth0;
using TokenVaultAgent.Sandbox.Tests.Ciba;

namespace TokenVaultAgent.Sandbox.Tests.Mfa;

/// <summary>The push factor: a page that waits for the phone.</summary>
public sealed class PushTests : IAsyncLifetime
{
    private const string Waiting = "Check your phone";

    private TenantSandbox _sandbox = null!;
    private Person _ada = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TenantSandbox.StartAsync();
        _sandbox.EnablePush();
        _ada = _sandbox.PersonFor();
        _ada.Phone = _sandbox.PhoneOf();
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Phone!.Dispose();
        _ada.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Allowing_it_on_the_phone_meets_the_challenge()
    {
        var tokens = await _sandbox.LogInAsync(_ada, Logins.ForSending);

        Assert.Equal(["Log in", Waiting, "Authorize app"], _ada.PagesSeen);
        Assert.Contains("mail:send", tokens["scope"]!.Split(' '));
        Assert.Equal("[\"mfa\"]", Jwt.Payload(tokens["id_token"]!)["amr"]!.ToJsonString());
    }

    [Fact]
    public async Task Denying_it_on_the_phone_ends_the_login()
    {
        _ada.GrantsOnPhone = false;

        var answer = await _sandbox.AuthorizeAsync(_ada, Logins.ForSending);

        Assert.Equal("access_denied", answer["error"]);
    }

    [Fact]
    public async Task A_code_does_instead()
    {
        var login = await FormPage.OpenAsync(_sandbox, (await _sandbox.GetAsync(_sandbox.AuthorizeUrl(Logins.ForSending))).Location!.ToString());
        var waiting = await login.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));
        var page = await _sandbox.GetAsync(waiting.Location!.ToString());
        Assert.Contains("Enter a one-time code instead", page.Text, StringComparison.Ordinal);

        var code = await FormPage.OpenAsync(_sandbox, waiting.Location!.ToString().Replace("mfa-push-challenge", "mfa-otp-challenge", StringComparison.Ordinal));
        var totp = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(_ada.TotpSecret)).ComputeTotp(_sandbox.Clock.GetUtcNow().UtcDateTime);

        Assert.Contains("/u/consent", (await code.SubmitAsync(("code", totp))).Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_does_not_do_where_the_action_allows_push_alone()
    {
        _sandbox.Tenant.Configure("FACTORS", "push-notification");
        var login = await FormPage.OpenAsync(_sandbox, (await _sandbox.GetAsync(_sandbox.AuthorizeUrl(Logins.ForSending))).Location!.ToString());
        var waiting = await login.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));
        var code = await FormPage.OpenAsync(_sandbox, waiting.Location!.ToString().Replace("mfa-push-challenge", "mfa-otp-challenge", StringComparison.Ordinal));
        var totp = new OtpNet.Totp(OtpNet.Base32Encoding.ToBytes(_ada.TotpSecret)).ComputeTotp(_sandbox.Clock.GetUtcNow().UtcDateTime);

        Assert.Contains("mfa-push-challenge", (await code.SubmitAsync(("code", totp))).Location!.ToString(), StringComparison.Ordinal);
    }
}

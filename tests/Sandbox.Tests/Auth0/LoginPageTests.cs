using TokenVaultAgent.Sandbox.People;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

public sealed class LoginPageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("&client_id=nobody")]
    public async Task Every_page_forbids_frames_scripts_and_caches(string more)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var authorize = await sandbox.GetAsync(sandbox.AuthorizeUrl());

        var page = await sandbox.GetAsync(more.Length == 0 ? authorize.Location!.ToString() : "authorize?" + more);

        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Contains("no-store", page.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_login_page_names_the_client_and_offers_the_hinted_address()
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        var page = await OpenLoginAsync(sandbox, ("login_hint", "someone@acme.example\"><b>"));

        Assert.Equal("someone@acme.example\"><b>", page.Input("username"));
        Assert.Contains("Sandbox Chat", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TenantSandbox.Ada, "not her password")]
    [InlineData(TenantSandbox.Ada, "")]
    [InlineData(TenantSandbox.Ada, "ada-sandbox-1!")]
    [InlineData("nobody@acme.example", "Ada-sandbox-1!")]
    public async Task A_wrong_password_and_an_unknown_user_are_told_the_same_and_start_no_session(string username, string password)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);

        var answer = await page.SubmitAsync(("username", username), ("password", password));

        Assert.Equal(200, answer.Status);
        Assert.Contains("Wrong email or password", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("auth0=", answer.Headers.GetValueOrDefault("Set-Cookie") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_with_a_wrong_password_is_stuck_at_the_login_page()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        using var person = new Person(TenantSandbox.Ada, "wrong", clock: sandbox.Clock);

        var stuck = await Assert.ThrowsAsync<PersonStuckException>(() => sandbox.AuthorizeAsync(person));

        Assert.Contains("Wrong email or password", stuck.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_are_not_case_sensitive()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);

        var answer = await page.SubmitAsync(("username", "ADA@acme.example"), ("password", "Ada-sandbox-1!"));

        Assert.StartsWith("/u/consent", answer.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_cookie_is_closed_to_scripts_and_to_other_sites()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);

        var answer = await page.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));

        Assert.Contains("httponly", answer.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", answer.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("forged")]
    public async Task A_form_without_its_antiforgery_token_is_refused(string? token)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);

        var answer = await page.SubmitAsync(
            ("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"), ("__RequestVerificationToken", token));

        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain("auth0=", answer.Headers.GetValueOrDefault("Set-Cookie") ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_another_browser_is_refused()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);
        using var otherBrowser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = sandbox.Host.Auth0Url };

        var answer = await otherBrowser.PostAsync(
            page.Action, page.Content(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!")), TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("unknown")]
    public async Task A_form_without_a_known_transaction_is_refused(string? state)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);

        var answer = await page.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"), ("state", state));

        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("u/login")]
    [InlineData("u/mfa-otp-challenge?state=unknown")]
    [InlineData("u/consent?state=unknown")]
    public async Task A_page_without_a_known_transaction_is_an_error(string path)
    {
        await using var sandbox = await TenantSandbox.StartAsync();

        Assert.Equal(400, (await sandbox.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_transaction_ends_with_its_answer()
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox, ("audience", null));
        var finished = await page.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));
        Assert.True(finished.Redirect.ContainsKey("code"));

        var again = await page.SubmitAsync(("username", TenantSandbox.Ada), ("password", "Ada-sandbox-1!"));

        Assert.Equal(400, again.Status);
    }

    [Theory]
    [InlineData("u/consent", "decision", "accept")]
    [InlineData("u/mfa-otp-challenge", "code", "000000")]
    public async Task No_later_step_can_be_submitted_before_login(string action, string field, string value)
    {
        await using var sandbox = await TenantSandbox.StartAsync();
        var page = await OpenLoginAsync(sandbox);

        var answer = await (page with { Action = action }).SubmitAsync((field, value));

        Assert.Equal(200, answer.Status);
        Assert.Contains("Log in first", answer.Text, StringComparison.Ordinal);
    }

    private static async Task<FormPage> OpenLoginAsync(TenantSandbox sandbox, params (string Name, string? Value)[] changes)
    {
        var authorize = await sandbox.GetAsync(sandbox.AuthorizeUrl(changes));
        return await FormPage.OpenAsync(sandbox, authorize.Location!.ToString());
    }
}

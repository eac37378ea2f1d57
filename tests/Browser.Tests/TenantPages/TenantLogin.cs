using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;
using OtpNet;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Browser.Tests.TenantPages;

/// <summary>What a person does on the tenant's pages.</summary>
internal static class TenantLogin
{
    /// <summary>Where a client sends the browser: the chat application's good request, with the parameters given changed.</summary>
    public static string AuthorizeUrl(SandboxProduct product, params (string Name, string Value)[] changes)
    {
        var chat = product.Sandbox.Tenant.ChatClient;
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = chat.ClientId,
            ["redirect_uri"] = chat.Callbacks[0].ToString(),
            ["audience"] = product.McpUrl.ToString(),
            ["scope"] = "openid offline_access calendar:read mail:read",
            ["state"] = "state-of-this-request",
            ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
            query[name] = value;
        return QueryHelpers.AddQueryString(new Uri(product.Sandbox.Auth0Url, "authorize").ToString(), query);
    }

    /// <summary>Gives the code that an authenticator app with this secret shows.</summary>
    public static async Task GiveCodeAsync(IPage page, string secret, TimeProvider clock)
    {
        await page.GetByLabel("One-time code").FillAsync(new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(clock.GetUtcNow().UtcDateTime));
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    /// <summary>Fills in the login page that is shown.</summary>
    public static async Task LogInAsync(IPage page, TenantUser user, string? password = null)
    {
        await page.GetByLabel("Email address").FillAsync(user.Email);
        await page.GetByLabel("Password").FillAsync(password ?? user.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }
}

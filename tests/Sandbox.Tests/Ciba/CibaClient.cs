using System.Text.Json;
using TokenVaultAgent.Sandbox.People;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Ciba;

/// <summary>Requests at <c>/bc-authorize</c> as the agent server's web application makes them, and polls for their outcome.</summary>
internal static class CibaClient
{
    public const string Grant = "urn:openid:params:grant-type:ciba";

    public static void EnablePush(this TenantSandbox sandbox) =>
        sandbox.Tenant.Settings = sandbox.Tenant.Settings with { Factors = ["otp", "push-notification"] };

    public static Phone PhoneOf(this TenantSandbox sandbox, string email = TenantSandbox.Ada) => Phone.Of(sandbox.Tenant.FindUser(email)!, sandbox.Host.Auth0Url);

    /// <summary>A good request, with the parameters given changed; null takes one out.</summary>
    public static Task<TenantAnswer> AuthorizeAsync(this TenantSandbox sandbox, params (string Name, string? Value)[] changes) =>
        sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Post, "bc-authorize")
        {
            Content = new FormUrlEncodedContent(TenantSandbox.Form(
            [
                ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret), ("scope", "openid"),
                ("binding_message", "Mail:4F7K"), ("login_hint", sandbox.Hint()), .. changes,
            ])),
        });

    public static string Hint(this TenantSandbox sandbox, string email = TenantSandbox.Ada, string format = "iss_sub", string? issuer = null) =>
        JsonSerializer.Serialize(new { format, iss = issuer ?? sandbox.Issuer, sub = sandbox.Tenant.FindUser(email)?.Sub ?? "auth0|nobody" });

    public static Task<TenantAnswer> PollAsync(this TenantSandbox sandbox, string? authReqId, params (string Name, string? Value)[] changes) => sandbox.TokenAsync(
        [("grant_type", Grant), ("auth_req_id", authReqId), ("client_id", "agent-server-web"), ("client_secret", sandbox.Tenant.AgentServerWebClient.ClientSecret), .. changes]);

    /// <summary>The id of a good request.</summary>
    public static async Task<string> BeginAsync(this TenantSandbox sandbox, params (string Name, string? Value)[] changes)
    {
        var answer = await sandbox.AuthorizeAsync(changes);
        Assert.Equal(200, answer.Status);
        return answer["auth_req_id"]!;
    }
}

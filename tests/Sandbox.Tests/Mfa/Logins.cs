using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Auth0.Actions;
using TokenVaultAgent.Sandbox.Tests.Auth0;

namespace TokenVaultAgent.Sandbox.Tests.Mfa;

/// <summary>Logins of the tests about MFA.</summary>
internal static class Logins
{
    public const string Code = "Verify your identity";
    public const string Enrolment = "Secure your account";
    public const string MultiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
    public const string Namespace = "https://token-vault-agent/";

    public static readonly (string, string?) ForSending = ("scope", "openid offline_access mail:read mail:send");
    public static readonly (string, string?) ForReading = ("scope", "openid offline_access mail:read");
    public static readonly (string, string?) WithMfa = ("acr_values", MultiFactor);

    /// <summary>Only Actions with this code run, in order.</summary>
    public static void Bind(this Tenant tenant, params string[] bodies) => tenant.PostLoginActions =
        [.. bodies.Select((body, i) => new PostLoginAction($"test-{i}", $"exports.onExecutePostLogin = async (event, api) => {{ {body} }};", new Dictionary<string, string>()))];

    /// <summary>The shipped Actions, with a secret set at both.</summary>
    public static void Configure(this Tenant tenant, string secret, string value) => tenant.PostLoginActions =
        [.. PostLoginAction.Shipped.Select(action => action with { Secrets = new Dictionary<string, string> { [secret] = value } })];

    /// <summary>The tokens of a login that a person walked through.</summary>
    public static async Task<TenantAnswer> LogInAsync(this TenantSandbox sandbox, Sandbox.People.Person person, params (string Name, string? Value)[] changes)
    {
        var answer = await sandbox.RedeemAsync((await sandbox.AuthorizeAsync(person, changes))["code"]);
        Assert.Equal(200, answer.Status);
        return answer;
    }
}

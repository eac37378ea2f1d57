using System.Globalization;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.AgentServer.Tests;

/// <summary>Adds users to the sandbox's tenant, each of whom has connected a Google account.</summary>
internal static class ManyUsers
{
    /// <returns>Their email addresses.</returns>
    public static IReadOnlyList<string> Add(SandboxHost sandbox, int count) => [.. Enumerable.Range(1, count).Select(i => Add(sandbox.Tenant, i))];

    private static string Add(Tenant tenant, int number)
    {
        var pattern = tenant.FindUser("ada@acme.example")!;
        var account = tenant.ConnectedAccountsOf(pattern.Sub).First(a => a.Connection == "google-oauth2");
        var name = number.ToString("D4", CultureInfo.InvariantCulture);
        var user = pattern with { Sub = $"auth0|many-users-{name}", Email = $"user{name}@acme.example" };
        tenant.AddUser(user);
        tenant.AddConnectedAccount(account with { Id = $"cac_many{name}", UserSub = user.Sub });
        return user.Email;
    }
}

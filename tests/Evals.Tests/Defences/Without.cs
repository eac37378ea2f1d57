using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Evals.Scenarios;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Evals.Tests.Defences;

/// <summary>A server without one of its defences: services are replaced, since the product has no switch for it.</summary>
internal static class Without
{
    private static readonly Dictionary<string, Action<WebApplicationBuilder, Scenario>> ByName = new(StringComparer.Ordinal)
    {
        ["policy"] = (server, _) => server.Services.PostConfigure<StepUpOptions>(options =>
        {
            foreach (var tool in ToolPolicies.Tools)
                options.Policies[tool] = new ToolPolicyOptions { Policy = "allow" };
        }),
        ["approval-binding"] = (server, _) => server.Services.ConfigureDbContext<AgentDbContext>(context => context.AddInterceptors(AnyApprovalDoes.Instance)),
        ["send-record"] = (server, _) => server.Services.AddSingleton<IStartupFilter, ForgetsSends>(),
        ["subject"] = (server, scenario) => server.Services.PostConfigure<OpenIdConnectOptions>(WebLogin.Auth0, login => TakeEverybodyFor(scenario.User, login)),
        ["decision"] = (server, _) => server.Services.AddSingleton<IAntiforgery, AnyForm>().AddSingleton<IStartupFilter, OpeningDecides>(),
        // When the container is built, after all that the server registers.
        ["untrusted-content"] = (server, _) => server.Host.ConfigureContainer<IServiceCollection>((_, services) => RawMail.Replace(services)),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static Action<WebApplicationBuilder> DefencesOf(Scenario scenario) => server =>
    {
        foreach (var defence in scenario.Attack!.Defences)
            ByName[defence](server, scenario);
    };

    /// <summary>Whoever logs in at the pages is the link's owner.</summary>
    private static void TakeEverybodyFor(string email, OpenIdConnectOptions login)
    {
        var subject = new Tenant().FindUser(email)!.Sub;
        var validated = login.Events.OnTokenValidated;
        login.Events.OnTokenValidated = context =>
        {
            var identity = (ClaimsIdentity)context.Principal!.Identity!;
            identity.RemoveClaim(identity.FindFirst("sub"));
            identity.AddClaim(new Claim("sub", subject));
            return validated(context);
        };
    }
}

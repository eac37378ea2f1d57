using TokenVaultAgent.Browser.Tests.Browsing;
using TokenVaultAgent.Browser.Tests.TenantPages;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>Behind a load balancer without affinity: neither server remembers anything that the other needs.</summary>
public sealed class ReplicasTests(Chromium chromium, Replicas replicas) : IClassFixture<Replicas>
{
    private static readonly object AtGoogle = new { account = "google" };

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_begins_at_one_replica_ends_at_the_other(Device device)
    {
        replicas.AskFirst();
        await using var visitor = await ComeAsync(device);
        await visitor.Page.GotoAsync(Agent.Link(await visitor.Agent.FailAsync("calendar_list_events", AtGoogle)).ToString());
        replicas.AskSecond();
        await TenantLogin.LogInAsync(visitor.Page, visitor.User);
        await visitor.SeesAsync("Connect your Google account");

        replicas.AskFirst();
        await visitor.PressAsync("Continue with Google");
        await visitor.SignInAtProviderAsync("dev-google");
        replicas.AskSecond();
        await visitor.GrantAsync("dev-google");
        await visitor.SeesAsync("Connected");
        replicas.AskFirst();
        await visitor.FollowAsync("Your connected accounts");
        await visitor.SeesAsync("Your connected accounts");

        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task What_is_granted_at_one_replica_counts_at_the_other_at_once(Device device)
    {
        replicas.AskFirst();
        await using var visitor = await ComeAsync(device, "cho-google");
        visitor.Change("cho-google", account => account with { Scopes = ["openid", "email", "https://www.googleapis.com/auth/calendar.readonly"] });
        await visitor.Agent.CallAsync("calendar_list_events", AtGoogle);
        var failure = await visitor.Agent.FailAsync("mail_search_messages", AtGoogle);

        replicas.AskSecond();
        await visitor.OpenAsync(Agent.Link(failure));
        await visitor.PressAsync("Continue with Google");
        await visitor.GrantAtProviderAsync("cho-google");
        await visitor.SeesAsync("Connected");

        replicas.AskFirst();
        await visitor.Agent.CallAsync("mail_search_messages", AtGoogle);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Every_request_may_go_to_another_replica(Device device)
    {
        replicas.AskInTurn();
        await using var visitor = await ComeAsync(device);

        await visitor.OpenLinkOfAsync("calendar_list_events", new { });
        await visitor.PressAsync("Continue with Microsoft");
        await visitor.GrantAtProviderAsync("ben-microsoft");
        await visitor.SeesAsync("Connected");
        await visitor.FollowAsync("Your connected accounts");
        await visitor.SeesAsync("Your connected accounts");
        await visitor.Tab.LookAsync("accounts");

        for (var call = 0; call < 4; call++)
            await visitor.Agent.CallAsync("calendar_list_events", new { account = "microsoft" });
    }

    private Task<Visitor> ComeAsync(Device device, params string[] accounts) =>
        Visitor.ComeAsync(chromium, replicas.Sandbox, replicas.McpUrl, device, accounts);
}

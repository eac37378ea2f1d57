using System.Text.Json.Nodes;
using TokenVaultAgent.Admin.Failures;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>What apply did is taken back, and nothing else.</summary>
public sealed class UndoTests : IAsyncLifetime
{
    private readonly List<Operator> _operators = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _operators)
            await one.DisposeAsync();
    }

    /// <summary>Every rule broken, one after the other: apply mends it, undo makes the tenant what it was, to the member.</summary>
    [Theory]
    [MemberData(nameof(RuleTests.Rules), MemberType = typeof(RuleTests))]
    public async Task What_was_mended_is_as_it_was(string rule)
    {
        var admin = await StartAsync();
        RuleTests.Settle(admin);
        RuleTests.Break(admin, rule);
        var before = await StateAsync(admin);
        await admin.ApplyAsync();

        var (code, told) = await admin.UndoAsync();

        var stays = rule == "my-account";
        Assert.True(code == (stays ? 1 : 0), told.ToJsonString());
        DocumentedRequests.Check(admin.Writes);
        if (!stays)
            Assert.Equal(before, await StateAsync(admin));
        Assert.False(File.Exists(admin.JournalPath));
    }

    [Fact]
    public async Task An_empty_tenant_is_empty_again()
    {
        var admin = await StartAsync(isEmpty: true);
        var before = await StateAsync(admin);
        await admin.ApplyAsync();

        var (code, told) = await admin.UndoAsync();

        Assert.True(code == 1, told.ToJsonString());
        Assert.Equal(["Activate the My Account API"], told["left"]!.AsArray().Select(l => l!["what"]!.ToString()));
        admin.Tenant.Remove(admin.Tenant.FindApi(admin.Tenant.MyAccountAudience)!);
        Assert.Equal(before, await StateAsync(admin));
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_sent()
    {
        var admin = await StartAsync();
        RuleTests.Break(admin, "mfa-policy");
        await admin.ApplyAsync();
        var writes = admin.Writes.Count;

        Assert.Equal(0, (await admin.UndoAsync(confirms: false)).Code);

        Assert.Equal(writes, admin.Writes.Count);
        Assert.Single(admin.OpenJournal().Steps);
    }

    [Fact]
    public async Task What_somebody_has_changed_since_is_left_to_them()
    {
        var admin = await StartAsync();
        RuleTests.Break(admin, "web-client-grants");
        RuleTests.Break(admin, "mfa-policy");
        await admin.ApplyAsync();
        var web = admin.Tenant.AgentServerWebClient;
        admin.Tenant.Put(web with { GrantTypes = [.. web.GrantTypes, "implicit"] });

        var (code, told) = await admin.UndoAsync();

        Assert.Equal((1, 1), (code, (int)told["done"]!));
        Assert.Equal("changed", told["left"]!.AsArray().Single()!["standing"]!.ToString());
        Assert.Contains("implicit", admin.Tenant.AgentServerWebClient.GrantTypes);
        Assert.Equal(MfaPolicy.Always, admin.Tenant.Settings.MfaPolicy);
    }

    /// <summary>Cut off anywhere, by turns, apply and undo between them lose no change: at the end the tenant is as it was.</summary>
    [Fact]
    public async Task Cut_off_before_any_request_the_next_undo_goes_on()
    {
        var admin = await StartAsync(isEmpty: true);
        var before = await StateAsync(admin);
        await admin.ApplyAsync();
        var turns = 0;
        for (var code = 2; code == 2 && turns < 60; turns++)
        {
            admin.DiesAfter = 1;
            code = (await admin.UndoAsync()).Code;
        }

        Assert.InRange(turns, 10, 59);
        admin.Tenant.Remove(admin.Tenant.FindApi(admin.Tenant.MyAccountAudience)!);
        Assert.Equal(before, await StateAsync(admin));
    }

    [Fact]
    public async Task What_was_made_and_never_answered_is_told()
    {
        var admin = await StartAsync(isEmpty: true);
        admin.DiesAfter = 2;
        await admin.ApplyAsync();

        var (code, told) = await admin.UndoAsync();

        Assert.Equal((1, 2), (code, (int)told["done"]!));
        Assert.Equal("lost", told["left"]!.AsArray().Single()!["standing"]!.ToString());
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_journal_is_its_owners_alone_and_has_no_secret()
    {
        var admin = await StartAsync(isEmpty: true);
        await admin.ApplyAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(admin.JournalPath));
        var text = await File.ReadAllTextAsync(admin.JournalPath, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(admin.Tenant.Clients.Select(c => c.ClientSecret).OfType<string>(), secret => text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_journal_cannot_be_written_nothing_is_sent()
    {
        var admin = await StartAsync(isEmpty: true);
        admin.JournalPath = Path.Combine(admin.JournalPath, "no folder", "journal.json");

        var (code, told) = await admin.ApplyAsync();

        Assert.Equal((2, 0), (code, (int)told["done"]!));
        Assert.Contains("cannot be written", told["error"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(admin.Writes);
    }

    [Fact]
    public async Task A_request_that_is_refused_is_not_to_be_taken_back()
    {
        var admin = await StartAsync();
        admin.Credentials = new Management.ManagementCredentials("ops-m2m", "sandbox-secret-of-ops-m2m-0001", null);
        admin.Tenant.Put(new ClientGrant("ops-m2m", admin.Sandbox.Auth0Url + "api/v2/", ["read:mfa_policies"]));
        RuleTests.Break(admin, "mfa-policy");

        Assert.Equal(2, (await admin.ApplyAsync()).Code);

        Assert.Single(admin.Writes);
        Assert.False(File.Exists(admin.JournalPath));
    }

    [Fact]
    public async Task Another_tenants_journal_is_not_touched()
    {
        var (one, other) = (await StartAsync(isEmpty: true), await StartAsync(isEmpty: true));
        await one.ApplyAsync();
        File.Copy(one.JournalPath, other.JournalPath);

        Assert.Contains("--journal", Assert.Throws<AdminException>(() => other.OpenJournal()).Message, StringComparison.Ordinal);
    }

    private async Task<Operator> StartAsync(bool isEmpty = false)
    {
        var admin = await Operator.StartAsync(isEmpty);
        _operators.Add(admin);
        return admin;
    }

    /// <summary>All that the Management API tells of the tenant, without what is new each time: ids of versions and bindings.</summary>
    private static async Task<string> StateAsync(Operator admin)
    {
        var state = await admin.ReadAsync();
        foreach (var path in state.Paths)
            Forget(state.Document(path));
        return string.Join('\n', state.Paths.Select(path => $"{path} {state.Document(path).ToJsonString()}"));
    }

    private static void Forget(JsonNode? node)
    {
        foreach (var child in node switch { JsonArray array => array, JsonObject found => found.Select(m => m.Value), _ => Enumerable.Empty<JsonNode?>() })
            Forget(child);
        // Auth0 builds an Action's draft anew whenever it changes.
        (node as JsonObject)?.Remove("status");
        // A change of a connection that has no name to be shown gives it its own.
        if (node is JsonObject named && named["display_name"]?.ToString() == named["name"]?.ToString())
            named.Remove("display_name");
        if (node is JsonObject one && (one.ContainsKey("trigger_id") || one.ContainsKey("deployed")))
            one.Remove("id");
    }
}

using System.Text.Json.Nodes;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>From a tenant in which nothing is to one in which the server works.</summary>
public sealed class EmptyTenantTests : IAsyncLifetime
{
    private Operator _operator = null!;

    public async ValueTask InitializeAsync() => _operator = await Operator.StartAsync(isEmpty: true);

    public ValueTask DisposeAsync() => _operator.DisposeAsync();

    [Fact]
    public async Task What_is_planned_is_what_is_done_and_the_rest_is_told_by_hand()
    {
        var (planned, plan) = await _operator.PlanAsync();
        Assert.Empty(_operator.Writes);
        var (applied, done) = await _operator.ApplyAsync();

        Assert.Equal((1, 1), (planned, applied));
        Assert.Equal(plan["changes"]!.AsArray().Count, (int)done["done"]!);
        Assert.Equal(plan["changes"]!.AsArray().Select(c => c!["method"]!.ToString()), _operator.Writes.Select(w => w.Request.Split(' ')[0]));
        Assert.Equal(["connection-keys"], Left(plan));
        Assert.Equal(["connection-keys"], Left(done["left"]!));

        DocumentedRequests.Check(_operator.Writes);
        _operator.Tenant.BringConnectionKeys();
        Assert.Equal(0, (await _operator.CheckAsync()).Code);
        Assert.Empty((await _operator.PlanAsync()).Told["changes"]!.AsArray());
    }

    [Fact]
    public async Task Cut_off_before_any_request_the_next_apply_does_what_is_left()
    {
        _operator.Tenant.BringConnectionKeys();
        var whole = (await _operator.PlanAsync()).Told["changes"]!.AsArray().Count;
        var made = 0;
        for (var turn = 0; turn < whole + 1; turn++)
        {
            // One more request each time, then the operator is gone.
            _operator.DiesAfter = 1;
            var (_, told) = await _operator.ApplyAsync();
            made += told["done"] is { } done ? (int)done : 0;
            Assert.Equal(whole - made, (await _operator.PlanAsync()).Told["changes"]!.AsArray().Count);
        }

        Assert.Equal(whole, made);
        Assert.Equal(0, (await _operator.CheckAsync()).Code);
    }

    private static IEnumerable<string> Left(JsonNode plan) => plan["by_hand"]!.AsArray().Select(finding => finding!["rule"]!.ToString());
}

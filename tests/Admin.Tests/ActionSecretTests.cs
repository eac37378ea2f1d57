using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Admin.Tests;

/// <summary>The Actions' secrets say what the server's settings say, although nobody can read them again.</summary>
public sealed class ActionSecretTests : IAsyncLifetime
{
    private Operator _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _operator = await Operator.StartAsync();
        _operator.Changes["StepUp:AllowEnrolment"] = "false";
    }

    public ValueTask DisposeAsync() => _operator.DisposeAsync();

    [Fact]
    public async Task They_follow_every_change_of_the_settings()
    {
        Assert.Equal(["action-challenge-mfa"], await _operator.FailingAsync());
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Equal("false", Secrets()["ALLOW_ENROLMENT"]);

        _operator.Changes["StepUp:ClaimNamespace"] = "https://other.example/";
        Assert.Equal(["action-challenge-mfa", "action-mfa-claims"], await _operator.FailingAsync());
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Equal("https://other.example/", Secrets()["CLAIM_NAMESPACE"]);

        _operator.Changes.Clear();
        Assert.Equal(["action-challenge-mfa", "action-mfa-claims"], await _operator.FailingAsync());
        Assert.Equal(0, (await _operator.ApplyAsync()).Code);
        Assert.Empty(Secrets());
    }

    /// <summary>The list is replaced whole, and the value of the operator's own secret cannot be read.</summary>
    [Fact]
    public async Task Beside_a_secret_of_the_operators_they_are_told_and_left_to_a_person()
    {
        Put(new() { ["CHALLENGE"] = "always" });

        var (code, told) = await _operator.ApplyAsync();

        Assert.Equal(1, code);
        Assert.Empty(_operator.Writes);
        var found = told["by_hand"]!.AsArray().Single()!["found"]!.ToString();
        Assert.Contains("ALLOW_ENROLMENT=false", found, StringComparison.Ordinal);
        var version = found.Split(' ').Single(word => word.StartsWith("SETTINGS_", StringComparison.Ordinal));
        Put(new() { ["CHALLENGE"] = "always", ["ALLOW_ENROLMENT"] = "false", [version] = "by hand" });
        Assert.Equal(0, (await _operator.CheckAsync()).Code);
    }

    [Fact]
    public async Task One_of_which_nobody_knows_the_value_is_no_pass()
    {
        Put(new() { ["ALLOW_ENROLMENT"] = "true" });
        Assert.Equal(["action-challenge-mfa"], await _operator.FailingAsync());

        _operator.Changes.Clear();
        Assert.Equal(["action-challenge-mfa"], await _operator.FailingAsync());
    }

    private IReadOnlyDictionary<string, string> Secrets() => _operator.Tenant.PostLoginActions.Single(a => a.Name == "challenge-mfa").Secrets;

    private void Put(Dictionary<string, string> secrets)
    {
        var action = _operator.Tenant.Actions.Single(a => a.Name == "challenge-mfa");
        _operator.Tenant.Put(action with { Secrets = secrets, Deployed = new PostLoginAction(action.Name, action.Code, secrets) });
    }
}

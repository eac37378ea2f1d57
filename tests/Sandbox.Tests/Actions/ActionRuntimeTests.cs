using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Sandbox.Auth0.Actions;

namespace TokenVaultAgent.Sandbox.Tests.Actions;

/// <summary>An Action runs as it would in Node, within limits.</summary>
public sealed class ActionRuntimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_an_action_calls_is_told_in_order_with_its_arguments()
    {
        var calls = Run("api.accessToken.setCustomClaim('https://x/y', { a: [1] }).idToken.setCustomClaim('https://x/z', true); api.authentication.challengeWith({ type: 'otp' }, { additionalFactors: [] });");

        Assert.Equal(
            ["""accessToken.setCustomClaim ["https://x/y",{"a":[1]}]""", """idToken.setCustomClaim ["https://x/z",true]""", """authentication.challengeWith [{"type":"otp"},{"additionalFactors":[]}]"""],
            calls.Select(c => $"{c.Method} {c.Args.ToJsonString()}"));
    }

    [Fact]
    public void Its_clock_is_the_tenants()
    {
        var call = Assert.Single(Run("api.accessToken.setCustomClaim('now', [Date.now(), Date.parse('2026-03-01T11:00:00.000Z'), new Date().toISOString()])"));

        Assert.Equal($"[{Now.ToUnixTimeMilliseconds()},{Now.AddHours(-1).ToUnixTimeMilliseconds()},\"2026-03-01T12:00:00.000Z\"]", call.Args[1]!.ToJsonString());
    }

    [Fact]
    public void What_it_awaits_is_awaited()
    {
        Assert.Single(Run("await Promise.resolve(); api.access.deny('no')"));
    }

    [Theory]
    [InlineData("throw new Error('no')")]
    [InlineData("await Promise.reject(new Error('no'))")]
    [InlineData("event.nothing.at.all()")]
    [InlineData("api.session.revoke('no')")]
    [InlineData("while (true) {}")]
    [InlineData("const all = []; while (true) all.push('x'.repeat(100000) + all.length)")]
    [InlineData("const f = () => f() + 1; f()")]
    [InlineData("eval('1')")]
    [InlineData("require('fs')")]
    [InlineData("process.exit()")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    public void What_fails_or_takes_too_much_is_an_error(string body)
    {
        Assert.Throws<ActionFailedException>(() => Run(body));
    }

    [Fact]
    public void What_does_not_parse_is_an_error()
    {
        Assert.Throws<ActionFailedException>(() => Run("}}}"));
    }

    private static IReadOnlyList<ActionCall> Run(string body) => new ActionRuntime(new FakeTimeProvider(Now)).Run(
        new PostLoginAction("test", $"exports.onExecutePostLogin = async (event, api) => {{ {body} }};", new Dictionary<string, string>()), []);
}

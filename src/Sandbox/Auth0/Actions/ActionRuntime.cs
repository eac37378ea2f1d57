using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Acornima.Ast;
using Jint;
using Jint.Runtime;

namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>Runs one Action as Node would, within limits, and tells what it called on <c>api</c>. Its clock is the tenant's.</summary>
internal sealed class ActionRuntime(TimeProvider clock)
{
    /// <summary>As Auth0 gives an Action (auth0.com/docs/customize/actions/limitations).</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private const long MaxMemory = 64 * 1024 * 1024;
    private const int MaxStatements = 1_000_000;
    private const int MaxDepth = 200;

    /// <summary>
    /// Every method notes that it was called and gives <c>api</c> back, as the documented ones do
    /// (auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/post-login-api-object). Those of target
    /// scopes and of refresh token metadata give nothing back, throw as Auth0's own runtime does, and change the event at once.
    /// </summary>
    private static readonly Prepared<Script> Prelude = Engine.PrepareScript(
        """
        const event = JSON.parse(eventText);
        const calls = [];
        const api = {};
        for (const [area, methods] of Object.entries({
          access: ['deny'],
          accessToken: ['setCustomClaim', 'addScope', 'removeScope'],
          idToken: ['setCustomClaim'],
          authentication: ['challengeWith', 'challengeWithAny', 'enrollWith', 'enrollWithAny'],
          multifactor: ['enable'],
        })) {
          api[area] = {};
          for (const method of methods)
            api[area][method] = (...args) => { calls.push({ method: area + '.' + method, args }); return api; };
        }

        const changeTargetScopes = (method, change) => (arg) => {
          if (!hasTargetScopes) throw new Error('Method not implemented.');
          if (isVaultExchange) throw new Error('Target scopes cannot be changed in this flow.');
          event.transaction.target_scopes = [...new Set(change(event.transaction.target_scopes, arg))];
          calls.push({ method: 'transaction.' + method, args: arg === undefined ? [] : [arg] });
        };
        api.transaction = {
          addTargetScope: changeTargetScopes('addTargetScope', (scopes, scope) => [...scopes, scope]),
          removeTargetScope: changeTargetScopes('removeTargetScope', (scopes, scope) => scopes.filter((other) => other !== scope)),
          setTargetScopes: changeTargetScopes('setTargetScopes', (_, scopes) => scopes),
          clearTargetScopes: changeTargetScopes('clearTargetScopes', () => []),
        };

        const metadata = { ...event.refresh_token?.metadata };
        const refuse = (why) => { throw new Error('Failed to set refresh token metadata: Invalid metadata: ' + why); };
        api.refreshToken = {
          setMetadata: (key, value) => {
            if (typeof key !== 'string') refuse('Metadata key must be a string');
            if (typeof value !== 'string') refuse('Metadata value must be a string');
            if (!/^[a-zA-Z0-9_-]{1,255}$/.test(key)) refuse('Metadata keys may only include letters, numbers, underscores, or hyphens');
            if (value.length > 255) refuse('All metadata values must be at most 255 characters long');
            metadata[key] = value;
            if (Object.keys(metadata).length > 25) refuse('Metadata must not contain more than 25 entries');
            if (event.refresh_token) event.refresh_token.metadata = { ...metadata };
            calls.push({ method: 'refreshToken.setMetadata', args: [key, value] });
          },
        };
        const exports = {};
        const module = { exports };
        """);

    private readonly ConcurrentDictionary<string, Prepared<Script>> _scripts = new();
    private readonly TenantTime _time = new(clock);

    /// <param name="hasTargetScopes">The tenant has the early access feature.</param>
    /// <param name="isVaultExchange">Target scopes cannot be changed, whether the tenant has them or not.</param>
    /// <exception cref="ActionFailedException">It threw, or exceeded a limit.</exception>
    public IReadOnlyList<ActionCall> Run(PostLoginAction action, JsonObject actionEvent, bool hasTargetScopes = false, bool isVaultExchange = false)
    {
        using var engine = new Engine(options =>
        {
            options.TimeoutInterval(Timeout).LimitMemory(MaxMemory).MaxStatements(MaxStatements).LimitRecursion(MaxDepth).DisableStringCompilation();
            options.TimeSystem = _time;
        });
        try
        {
            engine.SetValue("eventText", actionEvent.ToJsonString()).SetValue("hasTargetScopes", hasTargetScopes).SetValue("isVaultExchange", isVaultExchange);
            engine.Execute(Prelude);
            engine.Execute(_scripts.GetOrAdd(action.Code, code => Engine.PrepareScript(code)));
            engine.Evaluate("module.exports.onExecutePostLogin(event, api)").UnwrapIfPromise(Timeout);
            return JsonSerializer.Deserialize<List<ActionCall>>(engine.Evaluate("JSON.stringify(calls)").AsString(), JsonSerializerOptions.Web)!;
        }
        catch (Exception exception) when (exception is JintException or TimeoutException or Acornima.ParseErrorException or PromiseRejectedException)
        {
            throw new ActionFailedException(action.Name, exception);
        }
    }

    private sealed class TenantTime(TimeProvider clock) : DefaultTimeSystem(TimeZoneInfo.Utc, CultureInfo.InvariantCulture)
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
    }
}

/// <param name="Method">For example <c>accessToken.setCustomClaim</c>.</param>
internal sealed record ActionCall(string Method, JsonArray Args);

/// <summary>An Action threw. The login fails, and the tenant's log says why.</summary>
internal sealed class ActionFailedException(string action, Exception inner) : Exception($"Action {action} failed: {inner.Message}", inner);

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TokenVaultAgent.Tools.Vault;

/// <summary>Traces and metrics of the vault, under the name <see cref="Name"/>. They name connections and outcomes, never people.</summary>
internal sealed class VaultTelemetry : IDisposable
{
    public const string Name = "TokenVaultAgent.Vault";

    private static readonly ActivitySource Activities = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _lookups;
    private readonly Histogram<double> _exchanges;

    public VaultTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _lookups = _meter.CreateCounter<long>("token_vault.cache.lookups", description: "Looks at the token cache, by result.");
        _exchanges = _meter.CreateHistogram<double>("token_vault.exchange.duration", "s", "Duration of exchanges, by connection and outcome.");
    }

    public void CountLookup(bool hit) => _lookups.Add(1, new KeyValuePair<string, object?>("result", hit ? "hit" : "miss"));

    public static Activity? StartExchange(string connection) =>
        Activities.StartActivity("token_vault.exchange", ActivityKind.Client)?.SetTag("auth0.connection", connection);

    public void RecordExchange(string connection, string outcome, TimeSpan duration, Activity? activity)
    {
        _exchanges.Record(duration.TotalSeconds, new("auth0.connection", connection), new("outcome", outcome));
        activity?.SetTag("outcome", outcome);
        if (outcome != "granted")
            activity?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose() => _meter.Dispose();
}

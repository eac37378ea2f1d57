using System.Text.Json;
using System.Text.Json.Serialization;
using TokenVaultAgent.Sandbox.Activity;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.FaultInjection;

namespace TokenVaultAgent.Sandbox.Control;

/// <summary>The body of <c>POST /faults</c>; see <see cref="FaultRule"/>.</summary>
internal sealed record FaultRequest(
    string Service,
    FaultKind Kind,
    string? Method = null,
    string? Path = null,
    int LatencyMs = 0,
    int Status = 503,
    int? RetryAfterSeconds = null,
    string? Code = null,
    int? Times = null,
    double Probability = 1,
    int Seed = 1)
{
    public FaultRule ToRule() => new()
    {
        Service = Service,
        Kind = Kind,
        Method = Method,
        Path = Path,
        Latency = TimeSpan.FromMilliseconds(LatencyMs),
        Status = Status,
        RetryAfterSeconds = RetryAfterSeconds,
        Code = Code,
        Times = Times,
        Probability = Probability,
        Seed = Seed,
    };

    public static FaultRequest Of(FaultRule rule) => new(
        rule.Service, rule.Kind, rule.Method, rule.Path, (int)rule.Latency.TotalMilliseconds, rule.Status, rule.RetryAfterSeconds,
        rule.Code, rule.Times, rule.Probability, rule.Seed);
}

internal sealed record ArmedFaultAnswer(FaultRequest Rule, int Struck);

/// <summary>
/// The body of <c>POST /revoke</c>. With both, the user has removed the app at the provider; with refresh tokens alone, they have
/// expired there.
/// </summary>
/// <param name="Account">An account's key.</param>
internal sealed record RevokeRequest(string Account, bool AccessTokens = true, bool RefreshTokens = false);

/// <summary>The body of <c>POST /mail-lag</c>; see <see cref="World.MailLag"/>.</summary>
internal sealed record MailLagRequest(double SendSeconds = 0, double DraftSeconds = 0, double SentItemsSeconds = 0);

/// <summary>The body of <c>POST /clock</c>.</summary>
/// <param name="Advance">By how much the clock is put forward, as <c>days.hours:minutes:seconds</c>: <c>00:11:00</c>.</param>
internal sealed record ClockRequest(string Advance);

/// <param name="Ahead">Of this machine's clock, in all.</param>
internal sealed record ClockAnswer(DateTimeOffset Now, string Ahead);

/// <param name="Mcp">Null where no agent server runs.</param>
internal sealed record ServicesAnswer(Uri? Mcp, Uri Auth0, Uri Google, Uri Graph);

internal sealed record ControlError(string Error);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    Converters = [typeof(FaultKindConverter)])]
[JsonSerializable(typeof(FaultRequest))]
[JsonSerializable(typeof(IReadOnlyList<ArmedFaultAnswer>))]
[JsonSerializable(typeof(RevokeRequest))]
[JsonSerializable(typeof(MailLagRequest))]
[JsonSerializable(typeof(ControlError))]
[JsonSerializable(typeof(IReadOnlyList<ExchangeEntry>))]
[JsonSerializable(typeof(TenantSettings))]
[JsonSerializable(typeof(ClockRequest))]
[JsonSerializable(typeof(ClockAnswer))]
[JsonSerializable(typeof(ServicesAnswer))]
[JsonSerializable(typeof(IReadOnlyList<PersonState>))]
[JsonSerializable(typeof(IReadOnlyList<AskedQuestion>))]
[JsonSerializable(typeof(IReadOnlyList<ActivityEntry>))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary><c>latency</c>, <c>status</c>, <c>status_after</c>, <c>drop_before</c>, <c>drop_after</c>, <c>garbage</c>.</summary>
internal sealed class FaultKindConverter()
    : JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>An entry a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActivityEntry))]
internal sealed partial class ActivityLines : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TokenVaultAgent.Sandbox.Auth0;

namespace TokenVaultAgent.Sandbox.Hosting;

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
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary><c>latency</c>, <c>status</c>, <c>status_after</c>, <c>drop_before</c>, <c>drop_after</c>, <c>garbage</c>.</summary>
internal sealed class FaultKindConverter()
    : JsonStringEnumConverter<FaultKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

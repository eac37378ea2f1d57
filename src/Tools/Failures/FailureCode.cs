using System.Text.Json.Serialization;

namespace TokenVaultAgent.Tools.Failures;

/// <summary>Why a tool call did not do what was asked. The list is closed: clients and prompts depend on it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureCode>))]
internal enum FailureCode
{
    [JsonStringEnumMemberName("connect_required")] ConnectRequired,
    [JsonStringEnumMemberName("consent_required")] ConsentRequired,
    [JsonStringEnumMemberName("step_up_required")] StepUpRequired,
    [JsonStringEnumMemberName("approval_required")] ApprovalRequired,
    [JsonStringEnumMemberName("approval_denied")] ApprovalDenied,
    [JsonStringEnumMemberName("not_found")] NotFound,
    [JsonStringEnumMemberName("conflict")] Conflict,
    [JsonStringEnumMemberName("invalid_input")] InvalidInput,
    [JsonStringEnumMemberName("rate_limited")] RateLimited,
    [JsonStringEnumMemberName("provider_unavailable")] ProviderUnavailable,
    [JsonStringEnumMemberName("outcome_unknown")] OutcomeUnknown,
    [JsonStringEnumMemberName("tenant_misconfigured")] TenantMisconfigured,
    [JsonStringEnumMemberName("forbidden")] Forbidden,
}

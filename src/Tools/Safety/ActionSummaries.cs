using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace TokenVaultAgent.Tools.Safety;

/// <summary>Encrypts what waits for approval, and was approved, as it is kept with its record.</summary>
internal sealed class ActionSummaries(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("approval.summary.v1");

    public string Protect(ActionSummary summary) => _protector.Protect(JsonSerializer.Serialize(summary, SafetyJson.Default.ActionSummary));

    /// <returns>Null where it was encrypted with keys that are lost.</returns>
    public ActionSummary? Read(Approval approval)
    {
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(approval.Summary), SafetyJson.Default.ActionSummary);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

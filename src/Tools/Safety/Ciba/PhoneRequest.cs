namespace TokenVaultAgent.Tools.Safety.Ciba;

/// <summary>A question on its way to a phone, as its approval keeps it, encrypted.</summary>
/// <param name="IntervalSeconds">Between two polls.</param>
internal sealed record PhoneRequest(string AuthReqId, int IntervalSeconds, DateTimeOffset ExpiresAt)
{
    public override string ToString() => "[redacted]";
}

namespace TokenVaultAgent.Sandbox.Google.Gmail;

/// <summary>How much of a message an answer has: <c>minimal</c>, <c>metadata</c> (with which headers), <c>full</c> or <c>raw</c>.</summary>
internal sealed record MessageFormat(string Name, IReadOnlyList<string> Headers)
{
    /// <exception cref="GoogleFailure">An unknown format, or one that the token's scope does not open.</exception>
    public static MessageFormat Of(GoogleCall call)
    {
        var name = call.Text("format")?.ToLowerInvariant() ?? "full";
        if (name is not ("minimal" or "metadata" or "full" or "raw"))
            throw GoogleFailure.InvalidArgument("Invalid value at 'format' (type.googleapis.com/gmail.v1.MessageFormat)");
        if (name is "full" or "raw" && GmailMethods.IsMetadataOnly(call.Scopes) && call.Scopes.Contains(GmailMethods.MetadataScope))
            throw GoogleFailure.Rpc(403, "PERMISSION_DENIED", "forbidden", $"Metadata scope doesn't allow format {name.ToUpperInvariant()}");
        return new MessageFormat(name, call.All("metadataHeaders"));
    }
}

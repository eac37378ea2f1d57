namespace TokenVaultAgent.Tools.Vault;

/// <summary>The Auth0 token that is exchanged at Token Vault. Prints as <c>[redacted]</c>.</summary>
/// <param name="Value">The token as it travels.</param>
/// <param name="Type">Which of the two documented kinds it is.</param>
internal readonly record struct SubjectToken(string Value, SubjectTokenType Type)
{
    public override string ToString() => "[redacted]";
}

/// <summary>The subject token types of the Token Vault exchange.</summary>
internal enum SubjectTokenType
{
    /// <summary><c>urn:ietf:params:oauth:token-type:access_token</c>: the caller's API token.</summary>
    AccessToken,

    /// <summary><c>urn:ietf:params:oauth:token-type:refresh_token</c>: the refresh token of this server's own web session.</summary>
    RefreshToken,
}

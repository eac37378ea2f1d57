using System.Text.Json.Serialization;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>Tenant-wide settings, and choices where Auth0's documentation leaves the behaviour open.</summary>
public sealed record TenantSettings
{
    public MfaPolicy MfaPolicy { get; init; } = MfaPolicy.Never;

    /// <summary>Whether Actions may demand factors ("Customize MFA Factors using Actions"): without it what they demand is ignored.</summary>
    public bool CustomizeMfaInPostloginAction { get; init; } = true;

    /// <summary>The MFA factors that are enabled, by their names in Actions.</summary>
    public IReadOnlyList<string> Factors { get; init; } = ["otp"];

    /// <summary>Organizations by their ids, with the e-mail addresses of their members.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Organizations { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// What <c>event.transaction.protocol</c> says in a Token Vault exchange; null: Actions do not run there. The default is what is
    /// documented (auth0.com/docs/customize/actions/handling-scopes-in-actions, "Supported flows").
    /// </summary>
    public string? VaultExchangeProtocol { get; init; } = "oauth2-token-exchange-federated-connection";

    /// <summary>
    /// Early access: <c>event.transaction.target_scopes</c> and the methods that change it. A tenant without it does not have the one and
    /// throws at the others.
    /// </summary>
    public bool ActionsTargetScopes { get; init; }

    /// <summary>
    /// Enterprise: <c>event.refresh_token</c> with its metadata, at a refresh. A tenant without it does not have the one and keeps no other
    /// (auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-metadata).
    /// </summary>
    public bool RefreshTokenMetadata { get; init; } = true;

    /// <summary>
    /// Which statuses and codes <c>/oauth/token</c> gives where Auth0's OpenAPI file and what people see of it differ.
    /// </summary>
    public TokenErrors TokenErrors { get; init; } = TokenErrors.Reported;

    /// <summary>
    /// My Account's own policy ("Require 2FA"): a refresh for it is refused where the login has met no second factor within 15 minutes.
    /// </summary>
    public bool MyAccountRequiresMfa { get; init; }

    /// <summary>The host of <c>connect_uri</c>; null for the tenant's own. On custom domains the examples differ.</summary>
    public string? ConnectDomain { get; init; }

    /// <summary><c>compatibility</c>: <c>resource</c> stands in for a missing <c>audience</c>; <c>audience</c>: it is ignored.</summary>
    public string ResourceParameterProfile { get; init; } = "compatibility";

    /// <summary>The Management API's limit: a free tenant has 2 (auth0.com/docs, "Management API rate limits").</summary>
    public int ManagementRequestsPerSecond { get; init; } = 50;

    public bool AuthorizationResponseIssParameterSupported { get; init; } = true;

    public bool ClientIdMetadataDocumentSupported { get; init; } = true;

    /// <summary>Which metadata documents make a client.</summary>
    public ClientMetadataDocuments ClientMetadataDocuments { get; init; } = ClientMetadataDocuments.Registered;

    /// <summary>Clients may register themselves at <c>/oidc/register</c>: Auth0's flag of this name, off by default there.</summary>
    public bool EnableDynamicClientRegistration { get; init; }

    /// <summary>Whether a public client's callback on loopback is compared with its port.</summary>
    public LoopbackPorts LoopbackPorts { get; init; } = LoopbackPorts.Exact;

    /// <summary>As an administrator sets a tenant up to try any client out: it registers itself, or is known by its document, and listens on any port.</summary>
    public TenantSettings ForAnyClient() => this with
    {
        EnableDynamicClientRegistration = true,
        ClientMetadataDocuments = ClientMetadataDocuments.FirstSeen,
        LoopbackPorts = LoopbackPorts.Any,
    };

    /// <summary>What selects one of several accounts. The SDKs' comments say the provider's subject, the examples an e-mail address.</summary>
    public LoginHintForm LoginHint { get; init; } = LoginHintForm.Either;

    /// <summary>What an exchange without a login hint does where several accounts are connected.</summary>
    public SeveralAccounts SeveralAccounts { get; init; } = SeveralAccounts.First;

    /// <summary>Where <c>connect_code</c> comes back: the SDKs read the query, a sentence of the documentation says fragment.</summary>
    public ConnectAnswer ConnectAnswer { get; init; } = ConnectAnswer.Query;
}

[JsonConverter(typeof(JsonStringEnumConverter<MfaPolicy>))]
public enum MfaPolicy
{
    Never,
    Adaptive,
    Always,
}

[JsonConverter(typeof(JsonStringEnumConverter<ClientMetadataDocuments>))]
public enum ClientMetadataDocuments
{
    /// <summary>Those that an administrator has imported: Auth0's way (auth0.com/docs, "Register Applications with CIMD").</summary>
    Registered,

    /// <summary>Any, fetched when it is first seen: what <c>client_id_metadata_document_supported</c> promises by the draft and MCP.</summary>
    FirstSeen,
}

[JsonConverter(typeof(JsonStringEnumConverter<LoopbackPorts>))]
public enum LoopbackPorts
{
    /// <summary>As Auth0 is seen to do (github.com/github/copilot-cli/issues/4793): another port is a mismatch.</summary>
    Exact,

    /// <summary>Any port (RFC 8252 section 7.3).</summary>
    Any,
}

[JsonConverter(typeof(JsonStringEnumConverter<TokenErrors>))]
public enum TokenErrors
{
    /// <summary>As people report them: <c>invalid_grant</c> 403, <c>mfa_required</c> 403, a wrong secret <c>access_denied</c> 401.</summary>
    Reported,

    /// <summary>As the examples of the OpenAPI file have them: 400, 401, <c>invalid_client</c> 401.</summary>
    Documented,
}

[JsonConverter(typeof(JsonStringEnumConverter<LoginHintForm>))]
public enum LoginHintForm
{
    Email,
    Subject,
    Either,
}

[JsonConverter(typeof(JsonStringEnumConverter<SeveralAccounts>))]
public enum SeveralAccounts
{
    First,
    Refused,
}

[JsonConverter(typeof(JsonStringEnumConverter<ConnectAnswer>))]
public enum ConnectAnswer
{
    Query,
    Fragment,
}

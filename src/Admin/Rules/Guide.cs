namespace TokenVaultAgent.Admin.Rules;

/// <summary>All rules, in the order in which a tenant is set up.</summary>
internal static class Guide
{
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new ResourceParameterIsRead(),
        new IssuerIsInResponses(),
        new ApiExists(),
        new ApiScopes(),
        new ApiSigning(),
        new ApiOfflineAccess(),
        new ApiTokensCanBeRead(),
        new SkipsConsent("api-consent", "The server's API", wanted => wanted.Audience),
        .. Of(ServerClient.Api),
        .. Of(ServerClient.Web),
        new WebClientDoesNotRotate(),
        new WebClientUrls(),
        new MyAccountIsActive(),
        new SkipsConsent("my-account-consent", "The My Account API", wanted => wanted.MyAccount),
        new WebClientMayUseMyAccount(),
        new WebClientHasPolicies(),
        new ConnectionExists(),
        new ConnectionHasOwnKeys(),
        new ConnectionKeepsAccess(),
        new ConnectionServesVault(),
        new ConnectionIsEnabled(),
        new MfaPolicyIsNever(),
        new MfaIsForActions(),
        new SomeFactorIsOn(),
        new WebClientAsksPhones(),
        new ApiKnowsWhatIsAsked(),
        new PhonesAreOn(),
        .. ShippedAction.All.SelectMany(action => (Rule[])[new ActionIsThere(action), new ActionIsDeployed(action)]),
        new ActionsAreBound(),
        // Before clients can make themselves known.
        new ThirdPartyPermissions(),
        new DocumentsMakeClients(),
    ];

    private static Rule[] Of(ServerClient client) =>
        [new ClientExists(client), new ClientIsFirstParty(client), new ClientIsConfidential(client), new ClientIsOidcConformant(client), new ClientHasGrants(client)];
}

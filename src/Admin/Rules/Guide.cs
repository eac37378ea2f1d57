namespace TokenVaultAgent.Admin.Rules;

/// <summary>All rules, in the order in which a tenant is set up.</summary>
internal static class Guide
{
    public static IReadOnlyList<Rule> Rules { get; } =
    [
        new IssuerIsItsOwn(),
        new ResourceParameterIsRead(),
        new IssuerIsInResponses(),
        new ApiExists(),
        new ApiScopes(),
        new ApiSigning(),
        new ApiOfflineAccess(),
        new ApiTokensCanBeRead(),
        new ApiLetsUsersIn(),
        new ApiHasNoRoles(),
        new SkipsConsent("api-consent", "The server's API", wanted => wanted.Audience),
        .. Of(ServerClient.Api),
        .. Of(ServerClient.Web),
        new WebClientDoesNotRotate(),
        new WebClientUrls(),
        new WebClientNeedsNoOrganization(),
        new MyAccountIsActive(),
        new SkipsConsent("my-account-consent", "The My Account API", wanted => wanted.MyAccount),
        new MyAccountAsksNoMfa(),
        new WebClientMayUseMyAccount(),
        new WebClientHasPolicies(),
        new ConnectionExists(),
        new ConnectionHasOwnKeys(),
        new ConnectionKeepsAccess(),
        new ConnectionAsksForScopes(),
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
        new ThirdPartiesCanLogIn(),
        new DocumentsMakeClients(),
        new McpClientsAreRegistered(),
        new McpClientIsThere(),
    ];

    private static Rule[] Of(ServerClient client) =>
        [new ClientExists(client), new ClientIsFirstParty(client), new ClientIsConfidential(client), new ClientIsOidcConformant(client), new ClientHasGrants(client)];
}

namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>An Action of the tenant, as a draft; logins run its deployed version.</summary>
internal sealed record TenantAction
{
    public string Id { get; init; } = Guid.NewGuid().ToString();

    public required string Name { get; init; }

    public required string Code { get; init; }

    public string Runtime { get; init; } = "node22";

    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>It cannot be deployed before.</summary>
    public bool IsBuilt { get; init; }

    /// <summary>Null where it never was.</summary>
    public PostLoginAction? Deployed { get; init; }

    /// <summary>The id of what was deployed last.</summary>
    public string DeployedVersion { get; init; } = Guid.NewGuid().ToString();

    /// <summary>What was deployed before, by id.</summary>
    public IReadOnlyDictionary<string, PostLoginAction> Versions { get; init; } = new Dictionary<string, PostLoginAction>();

    public bool IsDeployedAsItIs => Deployed is { } deployed && deployed.Code == Code && deployed.Secrets.OrderBy(s => s.Key).SequenceEqual(Secrets.OrderBy(s => s.Key));

    public TenantAction Deploy(PostLoginAction version) => this with
    {
        Versions = Deployed is null ? Versions : new Dictionary<string, PostLoginAction>(Versions) { [DeployedVersion] = Deployed },
        Deployed = version,
        DeployedVersion = Guid.NewGuid().ToString(),
    };

    public static TenantAction Of(PostLoginAction action) => new() { Name = action.Name, Code = action.Code, Secrets = action.Secrets, IsBuilt = true, Deployed = action };
}

/// <summary>A place of an Action in the flow of logins.</summary>
internal sealed record ActionBinding(string Id, string ActionId, string DisplayName);

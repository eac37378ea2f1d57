using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TokenVaultAgent.Admin.Management;
using TokenVaultAgent.Admin.Tenants;

namespace TokenVaultAgent.Admin.Changes;

/// <summary>One request to the Management API, and its effect on the tenant.</summary>
/// <param name="What">In words, for the operator.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ChangeItem), "change_item")]
[JsonDerivedType(typeof(DeleteItem), "delete_item")]
[JsonDerivedType(typeof(ChangeDocument), "change_document")]
[JsonDerivedType(typeof(ReplaceList), "replace_list")]
[JsonDerivedType(typeof(SwitchClients), "switch_clients")]
[JsonDerivedType(typeof(BindActions), "bind_actions")]
[JsonDerivedType(typeof(DeployVersion), "deploy_version")]
internal abstract record Change(string What)
{
    public abstract HttpMethod Method { get; }

    /// <summary>What <see cref="Back"/> is in words.</summary>
    protected string TakeBack => $"Take back: {What}";

    /// <summary>Stands for an id that Auth0 will assign.</summary>
    protected string NotKnownYet => $"(known after: {What})";

    /// <summary>Behind <c>/api/v2/</c>.</summary>
    public abstract string Path { get; }

    /// <summary>What is sent: no more than is to change. Null for nothing.</summary>
    public virtual JsonNode? Body => null;

    /// <summary>Waits for what the request depends on.</summary>
    /// <exception cref="Failures.AdminException">It cannot be had, and the request must not be sent.</exception>
    public virtual Task PrepareAsync(ManagementClient management, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Applies it to the tenant's documents as they were read.</summary>
    /// <param name="answer">What the tenant answered; null where the change was not sent: that is how a plan knows what comes after what.</param>
    public abstract void Become(TenantState tenant, JsonNode? answer);

    /// <summary>What takes it back; null where nothing is to be.</summary>
    /// <param name="before">The tenant as the change found it.</param>
    /// <param name="answer">Null where it is not known yet, or was lost.</param>
    public virtual Change? Back(TenantState before, JsonNode? answer) => null;

    /// <summary>The part of the tenant that it changes, as it is now; null where there is none.</summary>
    public abstract JsonNode? Touched(TenantState tenant);

    /// <summary>What <see cref="Touched"/> holds where the change is made; without values of secrets.</summary>
    public abstract JsonNode? Outcome { get; }
}

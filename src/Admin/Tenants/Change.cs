using System.Text.Json.Nodes;

namespace TokenVaultAgent.Admin.Tenants;

/// <summary>One request to the Management API.</summary>
/// <param name="What">In words, for the operator.</param>
/// <param name="Collection">A path, for example <c>clients</c>.</param>
/// <param name="Id">Null where something is made, or the path has one document alone.</param>
/// <param name="Body">What is sent: no more than is to change.</param>
internal sealed record Change(string What, HttpMethod Method, string Collection, string? Id, JsonNode Body)
{
    public string Path => (Id is null ? Collection : $"{Collection}/{Uri.EscapeDataString(Id)}") + (IsToDeploy ? "/deploy" : "");

    /// <summary>An Action, which Auth0 must have built before.</summary>
    public bool IsToDeploy { get; private init; }

    public static Change ToDeploy(string what, string action) => new(what, HttpMethod.Post, TenantState.Actions, action, new JsonObject()) { IsToDeploy = true };
}

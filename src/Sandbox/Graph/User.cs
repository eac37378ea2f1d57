using System.Text.Json.Nodes;
using TokenVaultAgent.Sandbox.Graph.OData;

namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>The signed-in user: learn.microsoft.com/graph/api/user-get.</summary>
internal static class User
{
    private const string Type = "microsoft.graph.user";

    // What is answered where nothing is selected.
    private static readonly string[] Default =
    [
        "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation", "preferredLanguage", "surname",
        "userPrincipalName", "id",
    ];

    public static GraphAnswer Get(GraphCall call)
    {
        var account = call.Account;
        var names = account.DisplayName.Split(' ');
        JsonObject user = new()
        {
            ["businessPhones"] = new JsonArray(),
            ["displayName"] = account.DisplayName,
            ["givenName"] = names[0],
            ["jobTitle"] = null,
            ["mail"] = account.Address,
            ["mobilePhone"] = null,
            ["officeLocation"] = null,
            ["preferredLanguage"] = null,
            ["surname"] = names[^1],
            ["userPrincipalName"] = account.Address,
            ["id"] = account.ProviderUserId,
            ["accountEnabled"] = true,
            ["userType"] = "Member",
        };
        var select = Select.Parse(call.Option("select"), Type, [.. user.Select(p => p.Key)]);
        return select.Entity(select.Apply(user, Default), $"{call.Root}/$metadata#users", "/$entity");
    }
}

using Microsoft.AspNetCore.WebUtilities;
using ModelContextProtocol.Authentication;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>The login of a real MCP client: it sends its user to the tenant, and a person goes there.</summary>
public static class McpLogin
{
    /// <summary>Without the client's id, which is the caller's to set.</summary>
    public static ClientOAuthOptions Of(Person person, Uri redirectUri) => new()
    {
        RedirectUri = redirectUri,
        AuthorizationCallbackHandler = async (context, cancelled) =>
            AuthorizationResultFrom(await person.AuthorizeAsync(context.AuthorizationUri, context.RedirectUri, cancelled)),
    };

    private static AuthorizationResult AuthorizationResultFrom(Uri redirect)
    {
        var answer = QueryHelpers.ParseQuery(redirect.Query);
        if (answer.TryGetValue("error", out var error))
            throw new AuthorizationRefusedException(error.ToString(), answer["error_description"].ToString());
        return new AuthorizationResult { Code = answer["code"].ToString(), State = answer["state"].ToString(), Iss = answer["iss"] };
    }
}

using System.Text.Json.Nodes;

namespace TokenVaultAgent.Admin.Rules;

internal sealed class ApiLetsUsersIn : ApiRule
{
    public override string Id => "api-user-access";

    public override string Title => "Users may get tokens for the server's API";

    public override string Why => "Where the API's policy for user access is deny_all, every login ends with \"Client is not authorized to access resource server\".";

    public override string ByHand => "Applications > APIs > the API > Application Access > User Access: allow, or per application, with a grant for each client";

    public override Uri Docs => new("https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants");

    protected override Verdict Look(JsonObject api)
    {
        if (api["subject_type_authorization"]?["user"]?["policy"]?.ToString() != "deny_all")
            return Verdict.Good;
        // The object is replaced whole: what else is in it goes back as it was.
        var whole = api["subject_type_authorization"]!.DeepClone().AsObject();
        whole["user"]!["policy"] = "allow_all";
        return Verdict.Bad("The policy is deny_all.", Patch(api, "Let users get tokens", new JsonObject { ["subject_type_authorization"] = whole }));
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Auth0.Actions;

/// <summary>Runs the bound Actions in order, up to the first that demands something of the user.</summary>
internal sealed class PostLoginTrigger(Tenant tenant, ActionRuntime runtime)
{
    private const int MaxDemands = 4;

    /// <summary>Names that no Action may give a claim (auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims).</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "acr", "act", "active", "amr", "at_hash", "ath", "attest", "aud", "auth_time", "authorization_details", "azp", "c_hash", "client_id", "cnf", "cty", "dest",
        "entitlements", "events", "exp", "groups", "gty", "htm", "htu", "iat", "internalService", "iss", "jcard", "jku", "jti", "jwe", "jwk", "kid", "may_act", "mky", "nbf",
        "nonce", "object_id", "org_id", "org_name", "orig", "origid", "permissions", "roles", "rph", "s_hash", "sid", "sip", "sip_callid", "sip_cseq_num",
        "sip_date", "sip_from_tag", "sip_via_branch", "sub", "sub_jwk", "toe", "txn", "typ", "uuid", "vot", "vtm", "x5t#S256",
    };

    /// <summary>Runs on from where it stands to the next pause, or to the end.</summary>
    public ActionOutcome Run(ActionTransaction transaction)
    {
        var actions = tenant.PostLoginActions;
        while (transaction.Next < actions.Count)
        {
            var action = actions[transaction.Next++];
            IReadOnlyList<ActionCall> calls;
            try
            {
                var settings = tenant.Settings;
                calls = runtime.Run(action, ActionEvent.Of(transaction, action, settings), settings.ActionsTargetScopes, transaction.IsVaultExchange);
            }
            catch (ActionFailedException exception)
            {
                return new ActionOutcome.Refusal(exception.Message);
            }

            var demands = new List<ActionOutcome>();
            foreach (var call in calls)
                if (Apply(transaction, call) is { } demand)
                    demands.Add(demand);
            // Denying stops the flow once the Action has run to its end.
            if (demands.Find(d => d is ActionOutcome.Refusal) is { } refusal)
                return refusal;
            if (demands is [.., var last])
                return last;
        }

        return new ActionOutcome.Done();
    }

    /// <summary>What it demands of the user; null for what only changes the tokens.</summary>
    private ActionOutcome? Apply(ActionTransaction transaction, ActionCall call)
    {
        var args = call.Args;
        switch (call.Method)
        {
            case "access.deny":
                return new ActionOutcome.Refusal(Text(args, 0));
            case "accessToken.setCustomClaim":
                Claim(transaction.AccessTokenClaims, args);
                return null;
            case "idToken.setCustomClaim":
                Claim(transaction.IdTokenClaims, args);
                return null;
            case "accessToken.addScope":
                transaction.AddedScopes.Add(Text(args, 0));
                return null;
            case "accessToken.removeScope":
                transaction.RemovedScopes.Add(Text(args, 0));
                return null;
            case "refreshToken.setMetadata":
                transaction.RefreshTokenMetadata[Text(args, 0)] = Text(args, 1);
                return null;
            case "transaction.addTargetScope" or "transaction.removeTargetScope" or "transaction.setTargetScopes" or "transaction.clearTargetScopes"
                when transaction.IgnoresTargetScopes:
                return null;
            case "transaction.addTargetScope":
                transaction.TargetScopes = [.. transaction.TargetScopes.Union([Text(args, 0)])];
                return null;
            case "transaction.removeTargetScope":
                transaction.TargetScopes.Remove(Text(args, 0));
                return null;
            case "transaction.setTargetScopes":
                transaction.TargetScopes = [.. args[0]!.AsArray().Select(scope => scope!.GetValue<string>())];
                return null;
            case "transaction.clearTargetScopes":
                transaction.TargetScopes = [];
                return null;
            case "multifactor.enable":
                transaction.EndsWithMfa = Text(args, 0) != "none";
                return null;
            default:
                return Demand(transaction, call);
        }
    }

    /// <summary>Factors that are not enabled, or not enrolled, are ignored; where none is left the login fails.</summary>
    private ActionOutcome? Demand(ActionTransaction transaction, ActionCall call)
    {
        if (!tenant.Settings.CustomizeMfaInPostloginAction)
            return null;
        if (++transaction.Demands > MaxDemands)
            return new ActionOutcome.Refusal("Too many MFA commands in one login");
        var isEnrolment = call.Method.StartsWith("authentication.enroll", StringComparison.Ordinal);
        var enrolled = Tenant.EnrolledFactors(transaction.User);
        var usable = Factors(call.Args).Where(tenant.Settings.Factors.Contains).Where(factor => enrolled.Contains(factor) != isEnrolment).ToList();
        // An authenticator app is what the tenant's pages can enrol.
        if (isEnrolment)
            usable.RemoveAll(factor => factor != Tenant.Otp);
        if (usable.Count == 0)
            return new ActionOutcome.Refusal(isEnrolment ? "No factor can be enrolled" : "No enrolled factor can be challenged");
        if (isEnrolment)
            return new ActionOutcome.Enrolment(usable);
        return usable.Exists(transaction.Met.Contains) ? null : new ActionOutcome.Challenge(usable);
    }

    /// <summary><c>(factor, { additionalFactors })</c>, or <c>([factors])</c>.</summary>
    private static IEnumerable<string> Factors(JsonArray args)
    {
        var factors = args[0] is JsonArray any ? [.. any] : new List<JsonNode?> { args[0] };
        if (args.ElementAtOrDefault(1)?["additionalFactors"] is JsonArray more)
            factors.AddRange(more);
        return factors.Select(factor => factor!["type"]!.GetValue<string>()).Distinct();
    }

    /// <summary>A reserved name is left out without a word, as at Auth0.</summary>
    private static void Claim(Dictionary<string, object> claims, JsonArray args)
    {
        if (!Reserved.Contains(Text(args, 0)) && args[1] is { } value)
            claims[Text(args, 0)] = value.Deserialize<JsonElement>();
    }

    private static string Text(JsonArray args, int index) => args.ElementAtOrDefault(index)?.GetValue<string>() ?? "";
}

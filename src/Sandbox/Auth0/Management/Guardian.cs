namespace TokenVaultAgent.Sandbox.Auth0.Management;

/// <summary><c>/api/v2/guardian/policies</c> and <c>/factors</c> (auth0.com/docs/api/management/v2/guardian): when MFA is asked for, and with what.</summary>
internal static class Guardian
{
    /// <summary>Names here, and in Actions where those differ.</summary>
    private static readonly (string Name, string InActions)[] Factors =
    [
        ("push-notification", "push-notification"), ("sms", "phone"), ("email", "email"), ("duo", "duo"), ("otp", "otp"), ("webauthn-roaming", "webauthn-roaming"),
        ("webauthn-platform", "webauthn-platform"), ("recovery-code", "recovery-code"),
    ];

    private static readonly (MfaPolicy Policy, string[] Shown)[] Policies =
        [(MfaPolicy.Never, []), (MfaPolicy.Always, ["all-applications"]), (MfaPolicy.Adaptive, ["confidence-score"])];

    public static void MapGuardian(this RouteGroupBuilder api)
    {
        api.MapGet("/guardian/policies", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:mfa_policies");
            return Results.Json(Shown(tenant.Settings.MfaPolicy));
        });
        api.MapPut("/guardian/policies", async (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:mfa_policies");
            var sent = Payload.Texts(await Payload.ReadAsync(http.Request), "policies");
            var match = Array.FindIndex(Policies, p => p.Shown.SequenceEqual(sent));
            if (match < 0)
                throw ManagementException.InvalidBody("No enum match for: policies");
            tenant.Settings = tenant.Settings with { MfaPolicy = Policies[match].Policy };
            return Results.Json(Shown(tenant.Settings.MfaPolicy));
        });
        api.MapGet("/guardian/factors", (HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "read:guardian_factors");
            return Results.Json(Factors.Select(f => new { name = f.Name, enabled = tenant.Settings.Factors.Contains(f.InActions), trial_expired = false }));
        });
        api.MapPut("/guardian/factors/{name}", async (string name, HttpContext http, Tenant tenant) =>
        {
            ManagementAccess.Require(http, "update:guardian_factors");
            var factor = Factors.FirstOrDefault(f => f.Name == name).InActions ?? throw ManagementException.NotFound("factor", "inexistent_factor");
            var enabled = Payload.Flag((await Payload.ReadObjectAsync(http.Request))["enabled"], "enabled");
            var others = tenant.Settings.Factors.Where(f => f != factor);
            tenant.Settings = tenant.Settings with { Factors = enabled ? [.. others, factor] : [.. others] };
            return Results.Json(new { enabled });
        });
    }

    private static string[] Shown(MfaPolicy policy) => Policies.Single(p => p.Policy == policy).Shown;
}

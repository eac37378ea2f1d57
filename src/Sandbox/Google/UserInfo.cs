using System.Text.Json.Nodes;

namespace TokenVaultAgent.Sandbox.Google;

/// <summary>OpenID Connect's userinfo: developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation.</summary>
internal static class UserInfo
{
    private const string Email = "https://www.googleapis.com/auth/userinfo.email";
    private const string Profile = "https://www.googleapis.com/auth/userinfo.profile";

    private static readonly GoogleMethod Get = new(
        "google.oauth2.v3.UserInfo.Get", "openidconnect.googleapis.com", ["openid", "email", "profile", Email, Profile],
        FieldMask.Parse("sub,name,given_name,family_name,picture,email,email_verified,hd"));

    public static void MapUserInfo(this IEndpointRouteBuilder app) => app.MapGoogleMethod("GET", "/v1/userinfo", Get, Claims);

    private static JsonObject Claims(GoogleCall call)
    {
        var account = call.Account;
        var claims = new JsonObject { ["sub"] = account.ProviderUserId };
        if (call.Scopes.Contains("profile") || call.Scopes.Contains(Profile))
        {
            claims["name"] = account.DisplayName;
            claims["given_name"] = account.DisplayName.Split(' ')[0];
            claims["family_name"] = account.DisplayName.Split(' ')[^1];
        }
        if (!call.Scopes.Contains("email") && !call.Scopes.Contains(Email)) return claims;

        claims["email"] = account.Address;
        claims["email_verified"] = true;
        var domain = account.Address[(account.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        if (domain != "gmail.example") claims["hd"] = domain;
        return claims;
    }
}

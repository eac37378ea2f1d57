using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace TokenVaultAgent.Evals.Running;

/// <summary>A time that goes on as time does from another start.</summary>
internal sealed class ShiftedTime(DateTimeOffset start) : TimeProvider
{
    private readonly TimeSpan _shift = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _shift;

    /// <summary>Lets a server live at this time. The token handlers ask the system's clock, whatever time provider there is.</summary>
    public void Rule(IServiceCollection server)
    {
        server.AddSingleton<TimeProvider>(this);
        server.PostConfigureAll<JwtBearerOptions>(bearer => bearer.TokenValidationParameters.LifetimeValidator = IsAlive);
        server.PostConfigureAll<OpenIdConnectOptions>(login =>
        {
            login.TokenValidationParameters.LifetimeValidator = IsAlive;
            // The person's browser keeps the login's cookies by the system's clock.
            login.RemoteAuthenticationTimeout += _shift.Duration();
            login.ProtocolValidator.NonceLifetime += _shift.Duration();
        });
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = GetUtcNow().UtcDateTime;
        return (notBefore is null || notBefore <= now + parameters.ClockSkew) && expires is { } end && now <= end + parameters.ClockSkew;
    }
}

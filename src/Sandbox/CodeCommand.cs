using System.Text.Json;
using OtpNet;
using Spectre.Console;
using TokenVaultAgent.Sandbox.Auth0;
using TokenVaultAgent.Sandbox.Control;

namespace TokenVaultAgent.Sandbox;

/// <summary>Prints what the authenticator app of a user shows.</summary>
internal sealed class CodeCommand(IAnsiConsole console)
{
    /// <returns>0, or 1 where the user has no authenticator app.</returns>
    public async Task<int> RunAsync(string email, int basePort, CancellationToken cancellationToken)
    {
        var people = await OfRunningAsync(basePort, cancellationToken) ?? OfSeed();
        if (people.FirstOrDefault(p => string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase)).Code is not { } code)
        {
            console.MarkupLineInterpolated(
                $"[red]{email} has no authenticator app.[/] {string.Join(", ", people.Where(p => p.Code is not null).Select(p => p.Email))} have.");
            return 1;
        }

        console.WriteLine(code);
        return 0;
    }

    /// <summary>Who has enrolled in a browser, and what the time is there, the sandbox alone knows.</summary>
    /// <returns>Null where none answers.</returns>
    private static async Task<IReadOnlyList<(string Email, string? Code)>?> OfRunningAsync(int basePort, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{basePort + RunCommand.ControlOffset}/") };
        try
        {
            var people = await client.GetFromJsonAsync("people", ControlJson.Default.IReadOnlyListPersonState, cancellationToken);
            return people?.Select(p => (p.Email, p.OneTimeCode)).ToList();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<(string Email, string? Code)> OfSeed() =>
        [.. new Tenant().Users.Select(u => (u.Email, u.TotpSecret is null ? null : new Totp(Base32Encoding.ToBytes(u.TotpSecret)).ComputeTotp()))];
}

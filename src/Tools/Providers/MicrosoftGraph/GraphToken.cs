using Microsoft.Kiota.Abstractions;

namespace TokenVaultAgent.Tools.Providers.MicrosoftGraph;

/// <summary>Whose request this is: <c>request.Options.Add(new GraphToken(token))</c>.</summary>
internal sealed record GraphToken(ProviderToken Token) : IRequestOption;

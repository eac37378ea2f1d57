
namespace TokenVaultAgent.Tools.Providers.MicrosoftGraph;

/// <summary><c>GET /me</c>. Where the directory has no mail address, the sign-in name stands for it.</summary>
internal sealed class GraphIdentity(GraphApi graph) : IAccountIdentity
{
    public Provider Provider => Provider.Microsoft;

    public async Task<ProviderIdentity> GetAsync(ProviderToken token, CancellationToken cancellationToken)
    {
        var user = await graph.SendAsync(g => g.Me.GetAsync(
            request =>
            {
                request.Options.Add(new GraphToken(token));
                request.QueryParameters.Select = ["id", "mail", "userPrincipalName"];
            },
            cancellationToken)).ConfigureAwait(false);
        var address = string.IsNullOrEmpty(user.Mail) ? user.UserPrincipalName : user.Mail;
        return string.IsNullOrEmpty(user.Id) || string.IsNullOrEmpty(address)
            ? throw ProviderException.MalformedAnswer(Provider.Microsoft)
            : new ProviderIdentity(user.Id, address.ToLowerInvariant());
    }
}

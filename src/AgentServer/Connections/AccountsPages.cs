using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using TokenVaultAgent.AgentServer.Approvals;
using TokenVaultAgent.AgentServer.Connections.Views;
using TokenVaultAgent.AgentServer.Pages;
using TokenVaultAgent.Tools.Accounts;
using TokenVaultAgent.Tools.Accounts.MyAccount;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Providers;
using TokenVaultAgent.Tools.Sessions;
using TokenVaultAgent.Tools.Vault;

namespace TokenVaultAgent.AgentServer.Connections;

/// <summary>The user's connected accounts: what each was granted, when it was last used, and what can be done about it.</summary>
internal sealed partial class AccountsPages(
    AccountIndex index, AccountRegister register, MyAccountClient myAccount, DecisionLinks links, PageAddresses addresses,
    RecentActions recent, FlowCookie<CheckedAccount> checks, EndedSessions sessions, IOptions<VaultOptions> vault, IOptions<Auth0Options> auth0,
    TimeProvider clock, ILogger<AccountsPages> logger) : IPages
{
    private const string NotNamed =
        "That is none of the accounts that are connected there and not known yet, or Auth0 cannot tell it apart by its address. Disconnect it, and connect it here.";

    public void Map(RouteGroupBuilder all)
    {
        var pages = all.WithMyAccountRefusals();
        pages.MapGet("accounts", ListAsync);
        pages.MapPost("accounts/connect", ConnectAsync);
        pages.MapPost("accounts/{account:guid}/default", SetDefaultAsync);
        pages.MapPost("accounts/{account:guid}/check", CheckAsync);
        pages.MapPost("accounts/{account:guid}/name", NameAsync);
        pages.MapPost("sign-out", SignOutAsync);
    }

    /// <param name="organization">Whose accounts of the user to show, where they are in several; null for those of the session.</param>
    private async Task<IResult> ListAsync(WebUser? user, string? organization, HttpContext http, CancellationToken cancellationToken)
    {
        if (organization is not null && !OrganizationId().IsMatch(organization))
            return Page.Message("No such organization", "An organization is named by its id, which begins with org_.", 400);
        return user is null || (organization is not null && user.Caller.Organization != organization)
            ? LogIn(organization)
            : await ShowAsync(user, checks.Take(http, check => check.Session == user.Session), cancellationToken);
    }

    private async Task<IResult> ShowAsync(WebUser user, CheckedAccount? checkedOne, CancellationToken cancellationToken)
    {
        var token = await myAccount.GetTokenAsync(user.Caller.SubjectToken, cancellationToken);
        var offered = myAccount.ListConnectionsAsync(token, cancellationToken);
        var accounts = await register.ReconcileAsync(user.Caller, token, cancellationToken);
        var connections = (await offered).Select(c => c.Name).ToHashSet();
        return Page.Of<AccountsView>(new
        {
            Model = new AccountsModel(
                user.Email,
                [.. accounts.Where(account => account.Address is not null).Select(account => Line(account, NoteOf(account)))],
                [.. IndistinctAccounts.Unknown(accounts).Select(account => new UnknownAccountModel(account.Id, NameOf(account.Connection), NoteOf(account)))],
                [.. vault.Value.Connections.Where(c => connections.Contains(c.Name)).Select(c => new Choice(c.Name, $"Connect {c.Provider}"))],
                await recent.OfAsync(user.Owner, cancellationToken),
                checkedOne is { Account: null } ? checkedOne.Text : null),
        });

        NoteModel? NoteOf(IndexedAccount account) => checkedOne?.Account == account.Id ? new NoteModel(checkedOne.IsGood, checkedOne.Text) : null;
    }

    private string NameOf(string connection) => vault.Value.Connections.FirstOrDefault(c => c.Name == connection)?.Provider.ToString() ?? connection;

    private AccountModel Line(IndexedAccount account, NoteModel? note)
    {
        var provider = vault.Value.Connections.FirstOrDefault(c => c.Name == account.Connection)?.Provider;
        var granted = provider is null ? [] : Access.Granted(provider.Value, account);
        var more = provider is null ? null
            : account.IsStale ? "Connect again"
            : granted.Count < ProviderScopes.All.Count ? "Grant more"
            : null;
        return new AccountModel(
            account.Id, account.Address!, account.Connection, NameOf(account.Connection), account.IsDefault, account.IsStale,
            [.. granted.Select(s => s.Title)], more, Moment.At(account.ConnectedAt), account.LastUsedAt is { } used ? Moment.At(used) : null, note);
    }

    private async Task<IResult> ConnectAsync(WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        if (user is null)
            return LogIn();
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var connection = vault.Value.Connections.FirstOrDefault(c => c.Name == form["connection"]);
        if (connection is null)
            return Results.Redirect(addresses.Accounts.AbsolutePath);
        var account = Guid.TryParse(form["account"], out var id) ? await index.FindAsync(user.Owner, id, cancellationToken) : null;
        var link = await links.OpenAsync(
            user.Owner, DecisionNeeded.ToConnect(connection.Provider, connection.Name, account?.Address, ProviderScopes.All), cancellationToken);
        return Results.Redirect(addresses.Of(link).AbsolutePath);
    }

    private async Task<IResult> SetDefaultAsync(Guid account, WebUser? user, CancellationToken cancellationToken)
    {
        if (user is null)
            return LogIn();
        if (await index.FindAsync(user.Owner, account, cancellationToken) is { Address: not null })
            await index.SetDefaultAsync(user.Owner, account, cancellationToken);
        return Results.Redirect(addresses.Accounts.AbsolutePath);
    }

    private async Task<IResult> CheckAsync(Guid account, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        if (user is null)
            return LogIn();
        if (await index.FindAsync(user.Owner, account, cancellationToken) is not { } found)
            return Results.Redirect(addresses.Accounts.AbsolutePath);
        var failure = await register.CheckAsync(user.Caller, found, cancellationToken);
        checks.Begin(http.Response, new CheckedAccount(user.Session, account, failure is null, failure?.Message ?? "It works: the provider answered."));
        return Results.Redirect($"{addresses.Accounts.AbsolutePath}#account-{account}");
    }

    private async Task<IResult> NameAsync(Guid account, WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        if (user is null)
            return LogIn();
        if (await index.FindAsync(user.Owner, account, cancellationToken) is not { Address: null } unknown)
            return Results.Redirect(addresses.Accounts.AbsolutePath);
        var given = AccountReference.Parse((await http.Request.ReadFormAsync(cancellationToken))["address"].ToString().Trim());
        var token = await myAccount.GetTokenAsync(user.Caller.SubjectToken, cancellationToken);
        if (given?.Address is not { } address || !await register.NameAsync(user.Caller, token, unknown, address, cancellationToken))
            checks.Begin(http.Response, new CheckedAccount(user.Session, account, false, NotNamed));
        return Results.Redirect($"{addresses.Accounts.AbsolutePath}#account-{account}");
    }

    /// <summary>Here and at Auth0, with the session's refresh token, so that the next one at this browser is not logged in without a password.</summary>
    private async Task<IResult> SignOutAsync(WebUser? user, HttpContext http, CancellationToken cancellationToken)
    {
        await http.SignOutAsync(WebLogin.Session);
        try
        {
            if (user is not null)
            {
                await sessions.EndAsync(user.Session, clock.GetUtcNow() + WebLogin.SessionLifetime, cancellationToken);
                await myAccount.RevokeAsync(user.Caller.SubjectToken, cancellationToken);
            }
        }
        catch (MyAccountException exception)
        {
            // The browser is signed out all the same.
            ConnectionsLog.MyAccountRefused(logger, (int?)exception.Status, exception.Reason);
        }

        var logout = QueryHelpers.AddQueryString(new Uri(auth0.Value.Issuer!, "v2/logout").ToString(), new Dictionary<string, string?>
        {
            ["client_id"] = auth0.Value.WebClient!.ClientId,
            ["returnTo"] = new Uri(addresses.Root, "signed-out").ToString(),
        });
        return Page.Leave("Signing out", new Uri(logout));
    }

    private IResult LogIn(string? organization = null) => WebLogin.LogIn(addresses.Accounts.AbsolutePath, organization: organization);

    [GeneratedRegex("^org_[A-Za-z0-9]{1,60}$", RegexOptions.CultureInvariant)]
    private static partial Regex OrganizationId();
}

using TokenVaultAgent.Browser.Tests.Browsing;

namespace TokenVaultAgent.Browser.Tests.Walks;

/// <summary>Without a mouse: Tab reaches everything, in the order in which it is read, one sees where one is, and Enter presses it.</summary>
public sealed class KeyboardTests(Chromium chromium, RunningProduct running) : IClassFixture<RunningProduct>
{
    [Fact]
    public async Task An_account_is_connected_by_keys_alone()
    {
        await using var visitor = await ComeAsync("cho-google");
        await visitor.OpenAccountsAsync();
        await visitor.SeesAsync("Your connected accounts");
        await Keys.TabToAsync(visitor, "Sign out", "Check this account", "Send from this one by default", "Disconnect", "Connect Google");

        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("Connect your Google account");
        await Keys.TabToAsync(visitor, "Address of the account");
        await visitor.Page.Keyboard.TypeAsync("cho@studio.example");
        await Keys.TabToAsync(visitor, "Continue with Google", "Do not connect");
        await visitor.Page.Keyboard.PressAsync("Shift+Tab");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.GrantAtProviderAsync("cho-studio");
        await visitor.SeesAsync("Connected");
        await Keys.TabToAsync(visitor, "Your connected accounts");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeesAsync("Your connected accounts");

        Assert.Equal(2, (await visitor.Agent.AccountsAsync()).Length);
    }

    [Fact]
    public async Task Enter_in_the_address_field_goes_on_and_does_not_decline()
    {
        await using var visitor = await ComeAsync("cho-google");
        await visitor.OpenAccountsAsync();
        await visitor.PressAsync("Connect Google");
        await visitor.SeesAsync("Connect your Google account");

        await Keys.TabToAsync(visitor, "Address of the account");
        await visitor.Page.Keyboard.TypeAsync("cho@studio.example");
        await visitor.Page.Keyboard.PressAsync("Enter");

        await visitor.SeesAsync("Sign in with Google");
    }

    private Task<Visitor> ComeAsync(params string[] accounts) => Visitor.ComeAsync(chromium, running.Product, Device.Desktop, accounts);
}

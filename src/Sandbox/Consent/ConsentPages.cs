using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using TokenVaultAgent.Sandbox.Web;

namespace TokenVaultAgent.Sandbox.Consent;

/// <summary>What a provider's pages show.</summary>
internal static class ConsentPages
{
    public static IResult SignIn(ConsentFlow flow, AntiforgeryTokenSet antiforgery, string action, string? fault = null) => Page(flow.Provider,
        $"Sign in with {flow.Provider.Name}", Form(flow, antiforgery, action, fault, "<p>to continue to <strong>Sandbox tenant</strong></p>",
            $"""
            <label for="identifier">Email address</label>
            <input id="identifier" name="identifier" type="email" autocomplete="username" required autofocus value="{Encode(flow.LoginHint)}">
            <label for="passwd">Password</label>
            <input id="passwd" name="passwd" type="password" autocomplete="current-password" required>
            <button type="submit">Next</button>
            """));

    public static IResult Consent(ConsentFlow flow, AntiforgeryTokenSet antiforgery, string action) => Page(flow.Provider,
        flow.Provider.IsGranular ? "Select what Sandbox tenant can access" : "Permissions requested",
        Form(flow, antiforgery, action, null, $"<p>{Encode(flow.Account!.Address)}</p>",
            $"""
            {(flow.Provider.IsGranular ? Choices(flow) : List(flow))}
            <button type="submit" name="decision" value="accept">{(flow.Provider.IsGranular ? "Continue" : "Accept")}</button>
            <button type="submit" name="decision" value="cancel" class="quiet">Cancel</button>
            """));

    public static IResult Error(ProviderConsent provider, string message) =>
        Page(provider, "Access blocked", $"<p>{Encode(message)}</p>", StatusCodes.Status400BadRequest);

    private static string Choices(ConsentFlow flow) => string.Concat(flow.Scopes.Where(ProviderConsent.IsChoice).Select((scope, index) =>
        $"""<p class="choice"><input type="checkbox" id="scope{index}" name="scope" value="{Encode(scope)}"><label for="scope{index}"><code>{Encode(scope)}</code></label></p>"""));

    private static string List(ConsentFlow flow) =>
        $"<ul>{string.Concat(flow.Scopes.Where(ProviderConsent.IsChoice).Select(scope => $"<li><code>{Encode(scope)}</code></li>"))}</ul>";

    private static string Form(ConsentFlow flow, AntiforgeryTokenSet antiforgery, string action, string? fault, string intro, string fields) =>
        $"""
        {intro}
        {(fault is null ? "" : $"<p role=\"alert\">{Encode(fault)}</p>")}
        <form method="post" action="{action}">
        <input type="hidden" name="flow" value="{Encode(flow.Id)}">
        <input type="hidden" name="{Encode(antiforgery.FormFieldName)}" value="{Encode(antiforgery.RequestToken)}">
        {fields}
        </form>
        """;

    private static HtmlPage Page(ProviderConsent provider, string heading, string body, int status = StatusCodes.Status200OK) =>
        new(heading, $"Sandbox {provider.Name}", body, $"{provider.Name} in a sandbox on this machine.", status);

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}

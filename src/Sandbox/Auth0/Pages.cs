using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using TokenVaultAgent.Sandbox.Hosting;

namespace TokenVaultAgent.Sandbox.Auth0;

/// <summary>The tenant's pages.</summary>
internal static class Pages
{
    public static IResult Step(Step step, AuthorizationRequest request, AntiforgeryTokenSet antiforgery, string transaction, string? fault = null) =>
        step switch
        {
            Auth0.Step.Login => Page("Log in", Form(step, antiforgery, transaction, fault,
                $"<p>to continue to <strong>{Encode(request.Client.Name)}</strong></p>",
                $"""
                <label for="username">Email address</label>
                <input id="username" name="username" type="email" autocomplete="username" required autofocus value="{Encode(request.LoginHint)}">
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required>
                <button type="submit">Continue</button>
                """)),
            Auth0.Step.Mfa => Page("Verify your identity", Form(step, antiforgery, transaction, fault,
                "<p>Enter the code that your authenticator app shows.</p>",
                """
                <label for="code">One-time code</label>
                <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" required autofocus>
                <button type="submit">Continue</button>
                """)),
            _ => Page("Authorize app", Form(step, antiforgery, transaction, fault,
                $"<p><strong>{Encode(request.Client.Name)}</strong>{ThirdParty(request)} asks for access to <strong>{Encode(request.Api?.Name ?? "your profile")}</strong>:</p><ul>{Scopes(request)}</ul>",
                """
                <button type="submit" name="decision" value="accept">Accept</button>
                <button type="submit" name="decision" value="decline" class="quiet">Decline</button>
                """)),
        };

    public static IResult Error(string message) => Page("Oops, something went wrong", $"<p>{Encode(message)}</p>", StatusCodes.Status400BadRequest);

    private static string Form(Step step, AntiforgeryTokenSet antiforgery, string transaction, string? fault, string intro, string fields) =>
        $"""
        {intro}
        {(fault is null ? "" : $"<p role=\"alert\">{Encode(fault)}</p>")}
        <form method="post" action="{step.Path()}">
        <input type="hidden" name="state" value="{Encode(transaction)}">
        <input type="hidden" name="{Encode(antiforgery.FormFieldName)}" value="{Encode(antiforgery.RequestToken)}">
        {fields}
        </form>
        """;

    private static string ThirdParty(AuthorizationRequest request) => request.Client.IsFirstParty
        ? ""
        : $" <span class=\"note\">(a third-party application, {Encode(request.Client.ExternalClientId?.Host ?? "registered by the administrator")})</span>";

    private static string Scopes(AuthorizationRequest request) =>
        string.Concat(request.Scopes.Select(scope => $"<li><code>{Encode(scope)}</code></li>"));

    private static HtmlPage Page(string heading, string body, int status = StatusCodes.Status200OK) =>
        new(heading, "Sandbox tenant", body, "A sandbox tenant on this machine.", status);

    private static string Encode(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}

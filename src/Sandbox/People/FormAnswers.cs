using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using OtpNet;

namespace TokenVaultAgent.Sandbox.People;

/// <summary>What a person puts into the forms of a page, by what the person knows and wants.</summary>
internal static class FormAnswers
{
    /// <summary>The form as the person sends it. Null where the page asks nothing: it has no form with a decision or a field to fill in.</summary>
    public static HttpRequestMessage? FillIn(Person person, SeenPage page)
    {
        var form = page.Document.Forms.FirstOrDefault(f =>
            string.Equals(f.Method, "post", StringComparison.OrdinalIgnoreCase) && !IsOffer(f)
            && (Decision(person, f) is not null || f.Elements.OfType<IHtmlInputElement>().Any(IsQuestion)));
        return form is null || (person.StopsAtDecisions && Decision(person, form) is not null) ? null : Submit(person, page, form, Decision(person, form));
    }

    public static HttpRequestMessage Press(Person person, SeenPage page, string button)
    {
        var pressed = page.Button(button);
        return Submit(person, page, pressed.Form!, pressed);
    }

    private static HttpRequestMessage Submit(Person person, SeenPage page, IHtmlFormElement form, IHtmlButtonElement? pressed)
    {
        if (page.Document.QuerySelector("#secret") is { } newSecret)
            person.Enrol(newSecret.TextContent.Trim());
        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input is { Name.Length: > 0, Type: not ("submit" or "button") } && (input.Type != "checkbox" || person.Ticks(input.Value)))
            .Select(input => KeyValuePair.Create(input.Name!, Answer(person, input))).ToList();
        if (pressed?.Name is { Length: > 0 } name)
            fields.Add(KeyValuePair.Create(name, pressed.Value));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(page.Address, form.GetAttribute("action") ?? page.Address.ToString()))
        {
            Content = new FormUrlEncodedContent(fields),
        };
    }

    /// <summary>What one may do on a page that is good without it: none of its buttons stands out.</summary>
    private static bool IsOffer(IHtmlFormElement form) => form.QuerySelectorAll("button").All(button => button.ClassList.Contains("quiet"));

    private static IHtmlButtonElement? Decision(Person person, IHtmlFormElement form)
    {
        var buttons = form.QuerySelectorAll<IHtmlButtonElement>("button[name=decision]").ToList();
        var grants = form.QuerySelector("input[name=flow]") is null ? person.GrantsConsent : person.GrantsAtProvider;
        return grants ? buttons.FirstOrDefault() : buttons.LastOrDefault();
    }

    private static bool IsQuestion(IHtmlInputElement input) => input.Type is not ("hidden" or "submit" or "button");

    private static string Answer(Person person, IHtmlInputElement input) => input.Name switch
    {
        "username" => person.Username,
        "identifier" => person.ProviderAccount?.Address ?? throw new PersonStuckException($"{person.Username} has no account at this provider."),
        "address" => person.SaysAddress ?? person.ProviderAccount?.Address ?? input.Value,
        "passwd" => person.ProviderAccount!.Password,
        "password" => person.Password,
        "code" when person.TotpSecret is null => throw new PersonStuckException($"{person.Username} has no authenticator app."),
        "code" => new Totp(Base32Encoding.ToBytes(person.TotpSecret)).ComputeTotp(person.Clock.GetUtcNow().UtcDateTime),
        _ => input.Value,
    };
}

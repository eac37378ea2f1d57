using AngleSharp.Html.Parser;

namespace TokenVaultAgent.Sandbox.Tests.Auth0;

/// <summary>A page with a form, in the sandbox's one browser.</summary>
internal sealed record FormPage(TenantSandbox Sandbox, string Text, string Action, IReadOnlyDictionary<string, string> Fields)
{
    public static async Task<FormPage> OpenAsync(TenantSandbox sandbox, string path)
    {
        var answer = await sandbox.GetAsync(path);
        var form = (await new HtmlParser().ParseDocumentAsync(answer.Text)).Forms[0];
        return new FormPage(
            sandbox, answer.Text, form.GetAttribute("action")!,
            form.QuerySelectorAll("input[name]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? ""));
    }

    public string Input(string name) => Fields[name];

    public FormUrlEncodedContent Content(params (string Name, string? Value)[] changes) =>
        new(TenantSandbox.Form([.. Fields.Select(f => (f.Key, (string?)f.Value)), .. changes]));

    public Task<TenantAnswer> SubmitAsync(params (string Name, string? Value)[] changes) =>
        Sandbox.SendAsync(new HttpRequestMessage(HttpMethod.Post, Action) { Content = Content(changes) });
}

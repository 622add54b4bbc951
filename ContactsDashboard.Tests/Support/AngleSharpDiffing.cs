using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ContactsDashboard.Tests.Support;

internal static class AngleSharpDiffing
{
    // bunit asks for AngleSharp.Diffing 1.x, the pinned package is 0.17: the default binder refuses the lower assembly version.
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) => name.Name == "AngleSharp.Diffing"
        ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
        : null;
}

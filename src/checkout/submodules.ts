import type { Tree } from './tree.ts'

/** The folder of a submodule that the path lies in; other repositories' files are no part of a tree. */
export async function submoduleOf(tree: Tree, path: string): Promise<string | undefined> {
  return (await submodulesOf(tree)).find(folder => path === folder || path.startsWith(`${folder}/`))
}

/** Folders of all submodules that `.gitmodules` names. */
export async function submodulesOf(tree: Tree): Promise<readonly string[]> {
  if (!(await tree.list('.gitmodules')).includes('.gitmodules')) return []
  const declared = await tree.read('.gitmodules')
  return [...declared.matchAll(/^\s*path\s*=\s*(.*?)\s*$/gm)].map(([, path = '']) => path)
}

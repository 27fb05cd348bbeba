// A company’s people, their posts, todos and albums, kind by kind.
// npx tsx joined.ts [base URL] [company=Romaguera-Crona]

async function joined(company: string) {
  const users = staff(await get<User[]>("/users"), company);
  const ids = users.map((user) => user.id);
  const posts = await Promise.all(ids.map((id) => get<Row[]>(`/posts?userId=${id}`)));
  const todos = await Promise.all(ids.map((id) => get<Row[]>(`/todos?userId=${id}`)));
  const albums = await Promise.all(ids.map((id) => get<Row[]>(`/albums?userId=${id}`)));
  return {
    company,
    users,
    posts_count: posts.flat().length,
    todos_count: todos.flat().length,
    albums_count: albums.flat().length,
  };
}

type User = { id: number; company: { name: string } };
type Row = { id: number; userId: number };

function staff(users: User[], company: string): User[] {
  const found = users.filter((user) => company === "*" || user.company.name === company);
  if (found.length === 0) throw new Error(`No users found for company ${company}`);
  return found;
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`Status code: ${response.status}`);
  return (await response.json()) as T;
}

const [base = "https://jsonplaceholder.typicode.com", ...pairs] = process.argv.slice(2);
const param = (key: string, otherwise: string) =>
  pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? otherwise;

joined(param("company", "Romaguera-Crona")).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);

// A user by name, and the comments on their posts, in turn.
// npx tsx sequential.ts [base URL] [username=Bret]

async function sequential(name: string): Promise<UserComments> {
  const user = byUsername(await get<User[]>("/users"), name);
  const posts = await get<Post[]>(`/posts?userId=${user.id}`);
  const comments: Comment[] = [];
  for (const post of posts) {
    comments.push(...(await get<Comment[]>(`/comments?postId=${post.id}`)));
  }
  return { user, posts_count: posts.length, comments_count: comments.length, comments };
}

type User = { id: number; username: string };
type Post = { id: number; userId: number; title: string; body: string };
type Comment = { id: number; postId: number; name: string; email: string; body: string };
type UserComments = {
  user: User;
  posts_count: number;
  comments_count: number;
  comments: Comment[];
};

function byUsername(users: User[], name: string): User {
  const user = users.find((user) => user.username.toLowerCase() === name.toLowerCase());
  if (!user) throw new Error(`User ${name} not found`);
  return user;
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`Status code: ${response.status}`);
  return (await response.json()) as T;
}

const [base = "https://jsonplaceholder.typicode.com", ...pairs] = process.argv.slice(2);
const param = (key: string, otherwise: string) =>
  pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? otherwise;

sequential(param("username", "Bret")).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
